using System.Text.RegularExpressions;
using ScoringFairness.Architecture.Tests.Code;

namespace ScoringFairness.Architecture.Tests.Sources;

public sealed partial class VersionTests
{
    private static readonly string[] Places = ["src", "tests", "db", ".github"];
    private static readonly string[] Kinds = [".cs", ".razor", ".yaml", ".yml", ".sh", ".service", ".env", "Dockerfile"];

    [Fact]
    public void The_version_stands_in_one_place()
    {
        var version = Stated().Match(string.Concat(Checkout.Lines("Directory.Build.props"))).Groups[1].Value;
        Assert.NotEmpty(version);
        var anywhere = new Regex($@"(?<![\d.]){Regex.Escape(version)}(?![\d.])");
        Findings.None(
            $"Files that name version {version} beside Directory.Build.props",
            [
                .. Checkout.Files(Places, Kinds).Append("docker-compose.yml")
                    .Where(file => Checkout.Lines(file).Any(line => anywhere.IsMatch(line))),
            ]);
    }

    [GeneratedRegex("<VersionPrefix>(.+?)</VersionPrefix>")]
    private static partial Regex Stated();
}
