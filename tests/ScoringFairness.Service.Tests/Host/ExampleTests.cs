using System.Diagnostics;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>The examples run as they stand.</summary>
public sealed class ExampleTests(RunningService service) : IClassFixture<RunningService>
{
    [Theory]
    [InlineData("bash", "audit.sh")]
    [InlineData("dotnet", "run", "Audit.cs")]
    public async Task An_example_gives_the_three_answers(string program, params string[] arguments)
    {
        string[] own = [.. arguments[..^1], Path.Combine(Checkout.Folder, "src", "examples", arguments[^1]), service.Http.BaseAddress!.ToString().TrimEnd('/')];
        var start = new ProcessStartInfo(program, own) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output + await errors);
        Assert.All((string[])["bias", "disparity", "fairness"], question => Assert.Contains(question, output, StringComparison.Ordinal));
        Assert.Matches("within|inconclusive|exceeds", output);
    }
}
