using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>The lower bytes of a 128-bit register in memory: 2, 4, 8 or 16, no byte more.</summary>
internal static class LowBytes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Load(ref readonly byte source, int bytes) => bytes switch
    {
        2 => Vector128.CreateScalar(Unsafe.ReadUnaligned<ushort>(in source)).AsByte(),
        4 => Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(in source)).AsByte(),
        8 => Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(in source)).AsByte(),
        _ => Unsafe.ReadUnaligned<Vector128<byte>>(in source),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<byte> value, ref byte target, int bytes)
    {
        switch (bytes)
        {
            case 2: Unsafe.WriteUnaligned(ref target, value.AsUInt16().ToScalar()); break;
            case 4: Unsafe.WriteUnaligned(ref target, value.AsUInt32().ToScalar()); break;
            case 8: Unsafe.WriteUnaligned(ref target, value.AsUInt64().ToScalar()); break;
            default: Unsafe.WriteUnaligned(ref target, value); break;
        }
    }
}
