using System.CommandLine;
using ScoringFairness.Service.Host;

namespace ScoringFairness.Service.Bench;

/// <summary><c>bench</c>: measurements of the program itself, each a verb of its own that ends with one line of JSON.</summary>
internal static class BenchCommand
{
    /// <param name="prepare">Makes the service.</param>
    public static Command Create(ServiceFactory prepare) => new("bench", "Measures the program itself; the last line printed is JSON.")
    {
        IngestBench.Create(prepare), ReportBench.Create(), StatisticsBench.Create(), CalibrationBench.Create(), ParityBench.Create(),
        TrainingBench.Create(), QualityBench.Create(), RemediesBench.Create(), DistillationBench.Create(),
        AttributionBench.Create(),
        SoakBench.Create(), WorkersBench.Create(), LoadBench.Create(), NeighbourBench.Create(prepare),
    };
}
