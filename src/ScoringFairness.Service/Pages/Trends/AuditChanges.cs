using System.Text.Json;
using System.Text.Json.Nodes;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Reports;
using ScoringFairness.Statistics.Catalogue;

namespace ScoringFairness.Service.Pages.Trends;

/// <summary>What is other in an audit than in the one before it: the program, the responses, the scorer's options, the audit's.</summary>
internal static class AuditChanges
{
    /// <summary>What all comparable audits have in common, or what moves along by itself and is seen in the responses.</summary>
    private static readonly HashSet<string> Aside = ["name", "items", "attribute", "submittedFrom", "submittedTo", "scorers"];

    /// <summary>The changes in words, under the names that requests have.</summary>
    /// <param name="before">The earlier audit with its answers.</param>
    /// <param name="after">The later one.</param>
    /// <param name="scorer">The scorer.</param>
    public static IReadOnlyList<string> Of((Audit Audit, ToldAnswers Told) before, (Audit Audit, ToldAnswers Told) after, string scorer) =>
    [
        .. before.Told.MadeBy == after.Told.MadeBy ? Array.Empty<string>() : [$"version of the program: {before.Told.MadeBy} → {after.Told.MadeBy}"],
        Responses(before, after, scorer),
        .. JsonWords.Differences(Scorer(before.Audit, scorer), Scorer(after.Audit, scorer)),
        .. JsonWords.Differences(Options(before.Audit), Options(after.Audit)),
    ];

    private static string Responses((Audit Audit, ToldAnswers Told) before, (Audit Audit, ToldAnswers Told) after, string scorer)
    {
        if (before.Audit.DataDigest is { } digest && digest == after.Audit.DataDigest)
        {
            return "the same responses";
        }
        var (n, now) = (N(before.Told, scorer), N(after.Told, scorer));
        return n is null || now is null ? "other responses"
            : n == now ? $"other responses, as many ({FigureFormat.Count(n)})"
            : $"responses: {FigureFormat.Count(n)} → {FigureFormat.Count(now)}";
    }

    private static long? N(ToldAnswers told, string scorer) =>
        told.Figures.FirstOrDefault(figure => figure.Scorer == scorer && figure.Measure == AgreementMeasures.Qwk.Code)?.N;

    private static IReadOnlyDictionary<string, string> Scorer(Audit audit, string scorer) =>
        JsonWords.Of(JsonSerializer.SerializeToNode(audit.Design.Scorers.Single(one => one.Name == scorer), ContractJson.Options));

    private static IReadOnlyDictionary<string, string> Options(Audit audit) =>
        JsonWords.Of(new JsonObject(JsonSerializer.SerializeToNode(audit.Design, ContractJson.Options)!.AsObject()
            .Where(option => !Aside.Contains(option.Key)).Select(option => KeyValuePair.Create(option.Key, option.Value?.DeepClone()))));
}
