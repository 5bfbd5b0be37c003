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

    public const string GroupProbe = "groupProbe";

    public const string Decomposition = "decomposition";

    public const string GroupCuts = "groupCuts";

    public const string Attribution = "attribution";

    private const int MostPairs = 1000;

    /// <summary>What may be asked for, each in words for those who choose.</summary>
    public static IReadOnlyList<(string Word, string Words)> Offered { get; } =
    [
        (Swaps, "Words put in each other's place: texts that hold gendered words are scored again with these swapped"),
        (Attribution, "Which words move scores most, by methods that found planted words"),
        (GroupProbe, "Can the group be guessed? A probe of what a scorer sees of a text, beside plain features of it"),
        (Decomposition, "What the groups wrote: what of a change of the gap text length, prompts and items explain"),
        (GroupCuts, "How far would cuts by group go? A diagnosis, no remedy: one text would get two scores by who wrote it, and no score is made so"),
    ];

    private static string[] Known => [.. Offered.Select(one => one.Word)];

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

    /// <summary>Adds what keeps a probe from having vectors, and a prompt's attribute from being read.</summary>
    /// <param name="request">The request.</param>
    /// <param name="scorers">Its scorers.</param>
    /// <param name="isReported">Whether some response has an attribute.</param>
    /// <param name="errors">Told of them.</param>
    public static async Task CheckCausesAsync(
        AuditRequest request, IReadOnlyList<ScorerDesign> scorers, Func<string, Task<bool>> isReported, Refusals errors)
    {
        var asked = request.Explain?.Words ?? [];
        errors.Unless(
            !asked.Contains(GroupProbe) || scorers.Count == 0 || scorers.Any(scorer => scorer.HasVectors), "explain",
            "A group probe asks what a scorer sees of a text, which scorers that are trained here alone tell; add one of these, or leave groupProbe out.");
        errors.Unless(
            !asked.Contains(GroupCuts) || scorers.Count == 0 || scorers.Any(scorer => scorer.IsTrained), "explain",
            "Cuts by group are tried on scores before they were brought onto the scale, which scores from outside lack; leave groupCuts out.");
        if (request.PromptAttribute is not { } attribute)
        {
            return;
        }
        if (!asked.Contains(Decomposition))
        {
            errors.Add("promptAttribute", "belongs to explain decomposition; leave it out, or send \"explain\": [\"decomposition\"].");
        }
        else if (request.Attribute.Names.Contains(attribute))
        {
            errors.Add("promptAttribute", $"is '{attribute}', whose groups are compared; name another attribute.");
        }
        else if (!await isReported(attribute))
        {
            errors.Add("promptAttribute", $"No response of these items reports '{attribute}'; send it with the responses as a group, or leave it out.");
        }
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
