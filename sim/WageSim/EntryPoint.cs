namespace WageSim;

internal static class EntryPoint
{
    private static int Main(string[] a)
    {
        if (a is ["golden", var g, var c]) return Runs.ValidationRun.Execute(new() { Golden = g, Chip = c }, null, default);
        if (a is ["random", var n]) return Runs.ValidationRun.Execute(new() { Random = int.Parse(n) , Threads=2}, null, default);
        var s = new Runs.TrainSettings { Data = a.Length > 0 ? a[0] : "digits", Epochs = a.Length > 1 ? int.Parse(a[1]) : null, Limit = a.Length > 2 ? int.Parse(a[2]) : null, TestLimit = a.Length > 3 ? int.Parse(a[3]) : null, Check = a.Length > 4 ? int.Parse(a[4]) : null, Chip = a.Length > 5 ? a[5] : null, Threads = a.Length > 6 ? int.Parse(a[6]) : 1 };
        return Runs.TrainingRun.Execute(s, "/tmp/t.json", default);
    }
}
