using ScoringFairness.Scoring.Attribution;
using ScoringFairness.Scoring.Swaps;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Scorers;

namespace ScoringFairness.Service.Planning;

/// <summary>Reads what an audit is to explain.</summary>
internal static class ExplanationReader
{
    public const string Swaps = "swaps";

    public const string Attribution = "attribution";

    private const int MostPairs = 1000;
    private static readonly string[] Known = [Swaps, Attribution];

    /// <summary>The explanations that are asked for, in the order of the known ones.</summary>
    public static IReadOnlyList<string> Explain(AuditRequest request, Refusals errors)
    {
        IReadOnlyList<string> asked = request.Explain?.Words ?? [];
        foreach (var unknown in asked.Except(Known))
        {
            errors.Add("explain", $"There is no explanation '{unknown}'; there is {string.Join(", ", Known)}.");
        }
        return [.. Known.Where(asked.Contains)];
    }

    /// <summary>The scorers whose words are told; null: nobody asks.</summary>
    public static AttributionDesign? AttributionOf(AuditRequest request, IReadOnlyList<ScorerDesign> scorers, ScorerKinds kinds, Refusals errors)
    {
        if (request.Explain?.Words.Contains(Attribution) != true)
        {
            return null;
        }
        List<AttributedScorer> told =
        [
            .. from scorer in scorers
               let mark = kinds.Of(scorer).Attribution(scorer)
               where mark is not null && scorer.Splits.Count > 0
               select new AttributedScorer(scorer.Name, scorer.Splits.Contains(TrainingSplit.Mixed) ? TrainingSplit.Mixed : scorer.Splits[0], mark),
        ];
        errors.Unless(scorers.Count == 0 || told.Count > 0, "explain",
            "Attribution is told of scorers for which a method has found planted words, linear and a bert that is fine-tuned once, and there is none; "
            + "leave attribution out, or add such a scorer.");
        return new AttributionDesign { Threshold = AttributionGate.Threshold, Scorers = told };
    }

    /// <summary>The words that are swapped; null: none are.</summary>
    public static SwapDesign? SwapsOf(AuditRequest request, IReadOnlyList<ScorerDesign> scorers, ScorerKinds kinds, Refusals errors)
    {
        if (request.Explain?.Words.Contains(Swaps) != true)
        {
            errors.Unless(request.SwapWords is null, "swapWords", "belongs to explain swaps; leave it out, or send \"explain\": [\"swaps\"].");
            errors.Unless(request.SwapNames is null, "swapNames", "belongs to explain swaps; leave it out, or send \"explain\": [\"swaps\"].");
            return null;
        }
        errors.Unless(scorers.Count == 0 || scorers.Any(scorer => scorer.IsTrained), "explain",
            "Swaps are scored by the fits of an audit, and there are none: scores from outside cannot be made again.");
        if (request.SwapWords is not { } words)
        {
            var names = request.SwapNames ?? false;
            return new SwapDesign { Version = SwapWords.Version, Names = names, Words = names ? [.. SwapWords.Words, .. SwapWords.Names] : SwapWords.Words };
        }
        errors.Unless(request.SwapNames is null, "swapNames", "belongs to the project's own list, which swapWords replaces; leave it out.");
        errors.Unless(words.Count <= MostPairs, "swapWords", $"has {words.Count} pairs; send {MostPairs} at most.");
        if (scorers.FirstOrDefault(scorer => kinds.Of(scorer).HasProvider) is { } paid)
        {
            errors.Add("swapWords",
                $"Answers of the provider of scorer '{paid.Name}' are kept by text and forgotten with the response, which can be done of the program's list "
                + "alone; leave swapWords or the scorer out.");
        }
        if (words.FirstOrDefault(pair => pair is not { Count: 2 } || pair.Any(word => word is null)) is { } odd)
        {
            errors.Add("swapWords", $"holds a list of {odd.Count}; each pair is two words, such as [\"he\", \"she\"].");
            return null;
        }
        IReadOnlyList<WordPair> pairs = [.. words.Select(pair => new WordPair(pair[0], pair[1]))];
        if (WordSwap.Problem(pairs) is { } problem)
        {
            errors.Add("swapWords", problem);
            return null;
        }
        return new SwapDesign { Words = pairs };
    }
}
