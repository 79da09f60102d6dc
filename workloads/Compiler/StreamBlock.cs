using WageSim.Isa;

namespace WageSim.Workloads.Compiler;

/// <summary>A block of streamed tensors in the scratchpad.</summary>
/// <param name="Reads">What is read.</param>
/// <param name="Writes">What is made.</param>
/// <param name="Updated">What is changed in place, one tensor behind the other.</param>
/// <param name="Index">The register that holds the number of the first element.</param>
/// <param name="Count">Elements, or images.</param>
/// <param name="Channels">Channels of images.</param>
internal readonly record struct StreamBlock(Address[] Reads, Address[] Writes, Address Updated, int Index, int Count, int Channels);
