namespace WageSim.Workloads.Compiler;

/// <summary>A tensor that the vector unit streams.</summary>
/// <param name="Bytes">Of an element.</param>
/// <param name="Pixels">Of an image, where images are streamed.</param>
internal readonly record struct StreamTensor(string Name, int Bytes, int Pixels = 1);
