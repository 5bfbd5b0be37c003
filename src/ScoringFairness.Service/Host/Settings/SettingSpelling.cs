using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace ScoringFairness.Service.Host.Settings;

/// <summary>Writes the names of settings as their operator does: <c>A__B</c> in the environment, <c>A:B</c> on a command line or in a file.</summary>
internal sealed class SettingSpelling(IConfiguration configuration)
{
    /// <summary>Greatest number of letters by which a name is taken for a slip of another.</summary>
    private const int MostSlips = 2;

    private const int LettersPerSlip = 3;

    /// <summary>A setting, as it is written where it, or what it stands in, was set.</summary>
    public string Of(string path) => IsOfEnvironment(path) ? path.Replace(ConfigurationPath.KeyDelimiter, "__", StringComparison.Ordinal) : path;

    /// <summary>The name that was meant, or null.</summary>
    public static string? Nearest(string name, IEnumerable<string> names) =>
        names.Where(one => Slips(name, one) <= MostSlipsOf(one) || BeginsAlike(name, one)).MinBy(one => Slips(name, one));

    /// <summary>Whether a name is a slip of another: a letter too many, too few, another or exchanged with its neighbour; two in a long name.</summary>
    public static bool IsSlip(string name, string other) => Slips(name, other) is > 0 and var slips && slips <= MostSlipsOf(other);

    private static int MostSlipsOf(string name) => Math.Min(MostSlips, name.Length / LettersPerSlip);

    private static bool BeginsAlike(string name, string other)
    {
        var (shorter, longer) = name.Length < other.Length ? (name, other) : (other, name);
        return shorter.Length > LettersPerSlip && longer.StartsWith(shorter, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The distance of two words by optimal string alignment.</summary>
    private static int Slips(string one, string other)
    {
        var (a, b) = (one.ToUpperInvariant(), other.ToUpperInvariant());
        var distances = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                distances[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1, distances[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    distances[i, j] = Math.Min(distances[i, j], distances[i - 2, j - 2] + 1);
                }
            }
        }
        return distances[a.Length, b.Length];
    }

    private bool IsOfEnvironment(string path)
    {
        var providers = (configuration as IConfigurationRoot)?.Providers.Reverse().ToArray() ?? [];
        for (var place = path; place is not null; place = ConfigurationPath.GetParentPath(place))
        {
            if (providers.FirstOrDefault(one => one.TryGet(place, out _) || one.GetChildKeys([], place).Any()) is { } provider)
            {
                return provider is EnvironmentVariablesConfigurationProvider;
            }
        }
        return true;
    }
}
