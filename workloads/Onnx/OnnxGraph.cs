namespace WageSim.Workloads.Onnx;

/// <summary>What is read of an ONNX model: its nodes, its inputs' shapes and its constants' shapes.</summary>
/// <param name="Inputs">Dimensions; 0 where one has no number, as a batch may.</param>
/// <param name="Constants">Dimensions of initialisers and constant nodes.</param>
internal sealed record OnnxGraph(
    string Source, IReadOnlyList<OnnxNode> Nodes, IReadOnlyList<(string Name, long[] Dimensions)> Inputs,
    IReadOnlyDictionary<string, long[]> Constants, IReadOnlyList<string> Outputs);

/// <summary>One operator.</summary>
/// <param name="Index">Its place in the file, from 0.</param>
internal sealed record OnnxNode(
    int Index, string Name, string Operator, string Domain, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs,
    IReadOnlyDictionary<string, OnnxAttribute> Attributes);

/// <summary>An attribute, in whichever of its fields the file has set.</summary>
/// <param name="Tensor">Dimensions of a tensor, or null.</param>
internal sealed record OnnxAttribute(long Whole, float Real, string Text, IReadOnlyList<long> Wholes, long[]? Tensor);
