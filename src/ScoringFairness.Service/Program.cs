using System.CommandLine;
using ScoringFairness.Service.App;
using ScoringFairness.Service.Bench;
using ScoringFairness.Service.Demonstration;
using ScoringFairness.Service.Gates;
using ScoringFairness.Service.Host;

var root = new RootCommand("ScoringFairness: audits AI scorers of student responses for bias, disparity and fairness.")
{
    ServeCommand.Create(),
    WorkCommand.Create(),
    MigrateCommand.Create(),
    KeysCommand.Create(),
    GateCommand.Create(),
    DemoCommand.Create(WebService.PreparedAsync),
    BenchCommand.Create(WebService.PreparedAsync),
};
try
{
    // Torch ends a training run between two batches, and a request in progress may take its time.
    return await root.Parse(args).InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
}
catch (OperationCanceledException)
{
    // Asked to end before it had begun.
    return 0;
}
catch (Exception exception) when (StartFailure.Explain(exception) is { } reason)
{
    await Console.Error.WriteLineAsync(reason);
    return 1;
}
