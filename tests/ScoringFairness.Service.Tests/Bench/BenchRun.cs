using System.Diagnostics;
using System.Text.Json.Nodes;
using ScoringFairness.Service.App;

namespace ScoringFairness.Service.Tests.Bench;

/// <summary>A bench as it is called, and what it printed.</summary>
internal sealed record BenchRun(int Status, string Output, string Error)
{
    /// <summary>The JSON that a bench ends with.</summary>
    public JsonNode Last => JsonNode.Parse(Output.TrimEnd().Split('\n')[^1])!;

    /// <summary>Runs it to its end.</summary>
    public static async Task<BenchRun> OfAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(WebService).Assembly.Location, "bench", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new BenchRun(process.ExitCode, output, await error);
    }
}
