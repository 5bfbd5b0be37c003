using System.CommandLine;

namespace ScoringFairness.Service.Bench;

/// <summary><c>bench</c>: measurements of the program itself, each a verb of its own that ends with one line of JSON.</summary>
internal static class BenchCommand
{
    public static Command Create() => new("bench", "Measures the program itself; the last line printed is JSON.")
    {
        IngestBench.Create(), ReportBench.Create(), StatisticsBench.Create(), CalibrationBench.Create(), ParityBench.Create(), TrainingBench.Create(), SoakBench.Create(), LoadBench.Create(),
    };
}
