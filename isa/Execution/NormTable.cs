namespace WageSim.Isa.Execution;

/// <summary>Where a batch normalisation's channel table has what, in bytes from its beginning: int32 columns, then int64 ones.</summary>
public static class NormTable
{
    /// <summary>Bytes of the table of so many channels.</summary>
    public static long Bytes(int channels) => 40L * channels;

    /// <summary>Means, unit 2^-15, int32.</summary>
    public const long Means = 0;

    /// <summary>Deviations, unit 2^-15, int32.</summary>
    public static long Deviations(int channels) => 4L * channels;

    /// <summary>Gammas as they are used, unit 2^-7, int32.</summary>
    public static long Scales(int channels) => 8L * channels;

    /// <summary>Betas as they are used, unit 2^-7, int32.</summary>
    public static long Offsets(int channels) => 12L * channels;

    /// <summary>Sums of errors, int64.</summary>
    public static long ErrorSums(int channels) => 16L * channels;

    /// <summary>Sums of errors times normalised codes, int64.</summary>
    public static long ProductSums(int channels) => 24L * channels;

    /// <summary>Largest magnitudes of errors, int64.</summary>
    public static long Largest(int channels) => 32L * channels;
}
