using System.Globalization;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Audits;

/// <summary>What a study may come to; it is priced before anything of it is made.</summary>
/// <param name="Section">The section of the settings that the limits are of, to name them.</param>
/// <param name="Measures">Measure rows.</param>
/// <param name="Draws">Figures that are drawn, times draws.</param>
internal sealed record StudyLimits(string Section, long Measures, long Draws)
{
    private const int FewestDraws = 100;

    /// <summary>Adds what is too large about a study, with the limit and what to ask for instead.</summary>
    /// <param name="size">The study.</param>
    /// <param name="draws">Draws of the bootstrap, and as many permutations.</param>
    /// <param name="repeats">Times that it is made, whose rows are kept together.</param>
    /// <param name="errors">Told of it.</param>
    public void Check(StudySize size, int draws, int repeats, Refusals errors)
    {
        var culture = CultureInfo.InvariantCulture;
        var shape = string.Create(culture, $"{size.Groups} groups, {size.Scorers} scorers (each once for every split) and {size.Levels.Count} items");
        var (times, orRepeats) = repeats > 1 ? (string.Create(culture, $", {repeats} times,"), ", or repeats") : ("", "");
        errors.Unless(size.Measures * repeats <= Measures, "scorers", string.Create(culture,
            $"{shape}{times} make about {size.Measures * repeats} measures; there are {Measures} at most ({Section}__MostMeasures). "
            + $"Send fewer scorers, splits, items or groups{orRepeats}."));
        var most = Draws / Math.Max(1, size.Drawn);
        var remedy = most >= FewestDraws ? string.Create(culture, $"bootstrap={most} or fewer") : "fewer scorers, items or groups";
        errors.Unless(draws <= most, "bootstrap", string.Create(culture,
            $"is {draws}: about {size.Drawn} figures of {shape} are drawn as often, and {Draws} numbers are kept at most ({Section}__MostDraws). "
            + $"Send {remedy}."));
    }
}
