using WageSim.Models.Networks;

namespace WageSim.Models.Golden.Wageubn;

/// <summary>From logits of unit 2^-14 to the wide error of the loss, of the sum over the batch.</summary>
internal static class WageubnLoss
{
    private const int UnitLog2 = 14, ProbabilityBits = 16;

    /// <summary>Squares: logit less 2^14 of the class. Softmax: its probability in 16 bits less 2^16 of the class.</summary>
    public static WideError Error(Loss loss, long[] logits, int[] labels)
    {
        int classes = logits.Length / labels.Length;
        if (loss == Loss.SquaredErrors) return new([.. logits.Select((logit, i) => logit - (IsClass(i) ? 1 << UnitLog2 : 0))], -UnitLog2);
        double[] errors = CrossEntropy.Errors(Array.ConvertAll(logits, logit => (double)logit), labels, UnitLog2);
        return new(Array.ConvertAll(errors, error => (long)Math.ScaleB(error, ProbabilityBits)), -ProbabilityBits);

        bool IsClass(int i) => i % classes == labels[i / classes];
    }

    /// <summary>Sum over the batch: half the squared errors, or the cross-entropies in nats. For people only.</summary>
    public static double Value(Loss loss, long[] logits, int[] labels)
    {
        int classes = logits.Length / labels.Length;
        double[] outputs = Array.ConvertAll(logits, logit => Math.ScaleB(logit, -UnitLog2));
        return loss == Loss.CrossEntropy
            ? CrossEntropy.Loss(outputs, labels)
            : outputs.Select((output, i) => Math.Pow(output - (i % classes == labels[i / classes] ? 1 : 0), 2)).Sum() / 2;
    }

    /// <summary>Images whose first largest logit is not their class.</summary>
    public static int Wrong(long[] logits, int[] labels) =>
        logits.Chunk(logits.Length / labels.Length).Where((image, i) => Array.IndexOf(image, image.Max()) != labels[i]).Count();
}
