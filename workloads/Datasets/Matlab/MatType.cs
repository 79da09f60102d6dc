namespace WageSim.Workloads.Datasets.Matlab;

/// <summary>How a data element of a level-5 MAT file is stored (MAT-File Format, table 1-1).</summary>
internal enum MatType
{
    Int8 = 1, UInt8 = 2, Int16 = 3, UInt16 = 4, Int32 = 5, UInt32 = 6, Single = 7, Double = 9, Int64 = 12, UInt64 = 13, Matrix = 14,
    Compressed = 15,
}
