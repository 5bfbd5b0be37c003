using System.Diagnostics;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>The examples run as they stand.</summary>
public sealed class ExampleTests(RunningService service) : IClassFixture<RunningService>
{
    [Theory]
    [InlineData("bash", "audit.sh")]
    [InlineData("dotnet", "run", "Audit.cs")]
    [InlineData("python3", "audit.py")]
    public async Task An_example_gives_the_three_answers(string program, params string[] arguments)
    {
        string[] own = [.. arguments[..^1], Path.Combine(Checkout.Folder, "src", "examples", arguments[^1]), service.Http.BaseAddress!.ToString().TrimEnd('/')];
        var start = new ProcessStartInfo(program, own) { RedirectStandardOutput = true, RedirectStandardError = true };
        // The bash and .NET that the tests themselves need are there; Python may not be.
        Assert.SkipUnless(program != "python3" || OnPath(program), "There is no python3 here.");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output + await errors);
        Assert.All((string[])["bias", "disparity", "fairness"], question => Assert.Contains(question, output, StringComparison.Ordinal));
        Assert.Matches("within|inconclusive|exceeds", output);
    }

    [Fact]
    public void The_readme_shows_the_python_client_as_it_is_in_forty_lines_at_most()
    {
        var client = File.ReadAllText(Path.Combine(Checkout.Folder, "src", "examples", "audit.py"));
        Assert.Contains($"```python\n{client}```", File.ReadAllText(Path.Combine(Checkout.Folder, "README.md")), StringComparison.Ordinal);
        Assert.InRange(client.Split('\n').Length - 1, 1, 40);
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
