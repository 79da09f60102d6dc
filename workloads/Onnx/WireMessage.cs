using System.Text;
using Google.Protobuf;

namespace WageSim.Workloads.Onnx;

/// <summary>Fields of one protocol-buffer message by number; those that are not asked for are skipped.</summary>
internal sealed class WireMessage
{
    private readonly List<(int Field, ulong Number, ByteString? Bytes)> fields = [];

    public WireMessage(CodedInputStream stream, params ReadOnlySpan<int> wanted)
    {
        while (stream.ReadTag() is var tag && tag != 0)
        {
            int field = WireFormat.GetTagFieldNumber(tag);
            if (!wanted.Contains(field)) stream.SkipLastField();
            else if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited) fields.Add((field, 0, stream.ReadBytes()));
            else if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.Varint) fields.Add((field, stream.ReadUInt64(), null));
            else if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.Fixed32) fields.Add((field, stream.ReadFixed32(), null));
            else stream.SkipLastField();
        }
    }

    /// <summary>The messages of a repeated field.</summary>
    public IEnumerable<CodedInputStream> Messages(int field) =>
        fields.Where(entry => entry.Field == field && entry.Bytes is not null).Select(entry => entry.Bytes!.CreateCodedInput());

    /// <summary>The texts of a repeated field; what is not UTF-8 is replaced.</summary>
    public IEnumerable<string> Texts(int field) =>
        fields.Where(entry => entry.Field == field && entry.Bytes is not null).Select(entry => Encoding.UTF8.GetString(entry.Bytes!.Span));

    /// <summary>The last text of a field, or nothing.</summary>
    public string Text(int field) => Texts(field).LastOrDefault() ?? "";

    /// <summary>The last number of a field, or 0.</summary>
    public long Number(int field) => Numbers(field).LastOrDefault();

    /// <summary>A field's 32 bits as a real number, or 0.</summary>
    public float Real(int field) => BitConverter.UInt32BitsToSingle((uint)Number(field));

    /// <summary>The whole numbers of a repeated field, one by one or packed.</summary>
    public IEnumerable<long> Numbers(int field)
    {
        foreach (var (found, number, bytes) in fields)
        {
            if (found != field) continue;
            if (bytes is null) yield return (long)number;
            else
            {
                var packed = bytes.CreateCodedInput();
                while (!packed.IsAtEnd) yield return packed.ReadInt64();
            }
        }
    }
}
