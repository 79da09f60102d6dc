using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using WageSim.Models;

namespace WageSim.Isa;

/// <summary>A program on disk.</summary>
/// <remarks>Magic, version, length of the header, header (JSON), number of instructions, words of 16 bytes, SHA-256 of all that.</remarks>
public static class ProgramFile
{
    /// <summary>Rises whenever a field of an instruction moves, or the header's meaning changes.</summary>
    public const uint Version = 3;

    private const int WordBytes = InstructionDef.WordBits / 8;

    private static readonly JsonSerializerOptions json = new()
    {
        // Computed members such as Symbol.Bytes are not part of the file; everything else must be there, and nothing more.
        IgnoreReadOnlyProperties = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private static ReadOnlySpan<byte> Magic => "WAGESIM\n"u8;

    /// <summary>Writes the file under a temporary name, then renames it: readers see a whole file or none.</summary>
    public static void Write(Program program, string path)
    {
        byte[] bytes = ToBytes(program);
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            if (File.Exists(temporary)) File.Delete(temporary);
            throw new InputException($"{path}: the program cannot be written there: {e.Message}", e);
        }
    }

    /// <summary>Reads a file; throws with file and reason where it is not a whole and correct one.</summary>
    public static Program Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: there is no such file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"{path}: the file cannot be read: {e.Message}", e);
        }
        return FromBytes(bytes, path);
    }

    /// <summary>The file's bytes, the same for the same program.</summary>
    public static byte[] ToBytes(Program program)
    {
        if (ProgramCheck.Fault(program) is { } fault) throw new InputException($"program: {fault}");
        var tables = new Header(program.Chip, program.DramBytes, [.. program.Symbols], [.. program.Ranges], [.. program.Probes]);
        byte[] header = JsonSerializer.SerializeToUtf8Bytes(tables, json);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write((uint)header.Length);
        writer.Write(header);
        writer.Write((uint)program.Instructions.Count);
        WriteWords(program.Instructions, writer);
        writer.Write(SHA256.HashData(stream.ToArray()));
        return stream.ToArray();
    }

    /// <summary>The program of a file's bytes; the name is for messages.</summary>
    public static Program FromBytes(byte[] bytes, string name)
    {
        if (!bytes.AsSpan().StartsWith(Magic))
            throw new InputException($"{name}: not a program file; one starts with WAGESIM and a line feed");
        long at = Magic.Length;
        uint version = Number();
        if (version != Version)
            throw new InputException($"{name}: version {version} of the program format; this build reads version {Version}");
        var header = Take(Number());
        uint count = Number();
        var words = Take((long)count * WordBytes);
        long body = at;
        var checksum = Take(SHA256.HashSizeInBytes);
        if (at != bytes.Length) throw new InputException($"{name}: {bytes.Length - at} bytes follow the end of the program");
        if (!SHA256.HashData(bytes.AsSpan(0, (int)body)).AsSpan().SequenceEqual(checksum.Span))
            throw new InputException($"{name}: checksum mismatch: the file was changed after it was written");

        var tables = ReadHeader(header.Span, name);
        var program = new Program
        {
            Instructions = ReadWords(words.Span, name),
            Symbols = tables.Symbols, Ranges = tables.Ranges, Probes = tables.Probes,
            Chip = tables.Chip, DramBytes = tables.DramBytes,
        };
        return ProgramCheck.Fault(program) is { } fault ? throw new InputException($"{name}: header: {fault}") : program;

        uint Number() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)).Span);

        ReadOnlyMemory<byte> Take(long length)
        {
            if (at + length > bytes.Length) throw new InputException($"{name}: truncated: {bytes.Length} bytes of at least {at + length}");
            at += length;
            return bytes.AsMemory((int)(at - length), (int)length);
        }
    }

    private static void WriteWords(IReadOnlyList<Instruction> instructions, BinaryWriter writer)
    {
        Span<byte> word = stackalloc byte[WordBytes];
        for (int i = 0; i < instructions.Count; i++)
        {
            try
            {
                BinaryPrimitives.WriteUInt128LittleEndian(word, InstructionSet.Encode(instructions[i]));
            }
            catch (InputException e)
            {
                throw new InputException($"program: instruction {i}: {e.Message}", e);
            }
            writer.Write(word);
        }
    }

    private static Header ReadHeader(ReadOnlySpan<byte> text, string name)
    {
        try
        {
            var header = JsonSerializer.Deserialize<Header>(text, json);
            // The serialiser checks for null members, but not for null elements.
            object?[] entries = header is null ? [null] : [.. header.Symbols, .. header.Ranges, .. header.Probes];
            return !entries.Contains(null) ? header! : throw new InputException($"{name}: header: an entry is null");
        }
        catch (JsonException e)
        {
            throw new InputException($"{name}: header: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static Instruction[] ReadWords(ReadOnlySpan<byte> bytes, string name)
    {
        var instructions = new Instruction[bytes.Length / WordBytes];
        for (int i = 0; i < instructions.Length; i++)
        {
            var word = BinaryPrimitives.ReadUInt128LittleEndian(bytes[(i * WordBytes)..]);
            try
            {
                instructions[i] = InstructionSet.Decode(word);
            }
            catch (InputException e)
            {
                throw new InputException($"{name}: instruction {i}: word 0x{word:x32} decodes to nothing: {e.Message}", e);
            }
        }
        return instructions;
    }

    private sealed record Header(string Chip, long DramBytes, Symbol[] Symbols, CodeRange[] Ranges, Probe[] Probes);
}
