namespace WageSim.Workloads.Catalogue;

/// <summary>Networks by name.</summary>
public static class NetworkCatalogue
{
    public static string Resolve(string nameOrNotation) => nameOrNotation switch
    {
        "digits-cnn" => "16C3-MP2-32C3-MP2-64FC-10SSE",
        "mnist-lenet" => "32C5-MP2-64C5-MP2-512FC-10SSE",
        _ => nameOrNotation,
    };
}
