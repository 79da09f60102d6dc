namespace WageSim.Isa.Kernels;

/// <summary>Which bits of an operand's elements take part in a pass: low … low + width - 1, at most 8 of them.</summary>
public readonly record struct OperandSlice(int Low, int Width, bool Signed)
{
    /// <summary>One byte of an element of several.</summary>
    public static OperandSlice Byte(int index, int elementBytes) => new(8 * index, 8, index == elementBytes - 1);

    /// <summary>What turns it into an unsigned byte: signed slices have 128 added.</summary>
    public byte Flip => (byte)(Signed ? 0x80 : 0);

    /// <summary>What turns it into a signed byte: unsigned slices of a whole byte have 128 taken away.</summary>
    public byte SignedFlip => (byte)(Signed || Width < 8 ? 0 : 0x80);

    /// <summary>Whether elements of that size are what the kernel wants as they are.</summary>
    public bool IsWhole(int elementBytes) => elementBytes == 1 && Low == 0 && Width == 8;
}
