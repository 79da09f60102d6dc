namespace WageSim;

internal static class EntryPoint
{
    private static int Main(string[] a)
    {
        var s = new Runs.TrainSettings { Data = a.Length > 0 ? a[0] : "digits", Epochs = a.Length > 1 ? int.Parse(a[1]) : null, Limit = a.Length > 2 ? int.Parse(a[2]) : null, TestLimit = a.Length > 3 ? int.Parse(a[3]) : null, Check = a.Length > 4 ? int.Parse(a[4]) : null, Chip = a.Length > 5 ? a[5] : null, Threads = a.Length > 6 ? int.Parse(a[6]) : 1, Seed = a.Length > 7 ? uint.Parse(a[7]) : 1 };
        return Runs.TrainingRun.Execute(s, null, default);
    }
}
