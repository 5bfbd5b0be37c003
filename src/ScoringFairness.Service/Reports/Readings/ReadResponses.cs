using System.Globalization;
using System.Text.RegularExpressions;
using ScoringFairness.Scoring.Swaps;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Evaluation;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Lifecycle;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Scores;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Reports.Readings;

/// <summary>Reads the responses of an audit with their texts, those first where machine and human differ most. Each reading is recorded.</summary>
internal sealed partial class ReadResponses(
    AuditStore audits, LargestDifferences differences, AuditedResponses responses, SwappedScores swapped, WordTableStore words, ActivityLog log)
{
    /// <summary>A part of them.</summary>
    /// <param name="caller">Who reads.</param>
    /// <param name="auditId">The audit.</param>
    /// <param name="query">Which of its responses.</param>
    /// <param name="isOfFirst">Whether, of several scorers and splits, the first alone is meant.</param>
    /// <param name="after">Where to go on; null: from the start.</param>
    /// <param name="limit">How many at most; fewer where texts are long.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Outcome<ComparedPart>> RunAsync(
        Caller caller, string auditId, ComparedQuery query, bool isOfFirst, DifferencePlace? after, int limit, CancellationToken cancellation)
    {
        if (await audits.FindAsync(caller.OrganisationId, auditId) is not { } audit)
        {
            return AuditViews.NoAudit<ComparedPart>(auditId);
        }
        if (audit.Status != AuditStatus.Completed)
        {
            return new Outcome<ComparedPart>.Conflict(
                $"The audit is {audit.Status}; its responses are read once it is completed. GET /v1/audits/{auditId} tells where it stands.");
        }
        if (isOfFirst)
        {
            var first = audit.Design.Scorers[0];
            query = query with { Scorer = first.Name, Split = first.Splits.Count > 0 ? first.Splits[0] : null };
        }
        var errors = new Refusals();
        var filter = query.Read(audit, errors);
        if (errors.Any)
        {
            return new Outcome<ComparedPart>.Refused("The query cannot be used", errors.ByField, IsOfBody: false);
        }
        var scales = audit.Data!.Items.ToDictionary(item => item.ItemId, item => item.Scale.ToGrid(), StringComparer.Ordinal);
        var found = await differences.ListAsync(caller.OrganisationId, auditId, scales, filter, after, limit + 1, cancellation);
        var sizes = await responses.SizesAsync(caller.OrganisationId, Keys(found), cancellation);
        // Swapped texts stand beside the text.
        var fitting = Paging.Within(found.Select(score => (
            "", (audit.Design.Swaps is null ? 1 : 3) * sizes.GetValueOrDefault((score.ItemId, score.ResponseId ?? ""))))).Length;
        var told = found.Take(Math.Min(fitting, limit)).ToList();
        var texts = await responses.PresentAsync(caller.OrganisationId, Keys(told), cancellation);
        var swap = audit.Design.Swaps is { } design ? new WordSwap(design.Words) : null;
        var swaps = (swap is null
                ? []
                : await swapped.OfAsync(
                    caller.OrganisationId, auditId, [.. told.Select(score => (score.ItemId, score.ResponseNo)).Distinct()], cancellation))
            .ToLookup(one => (one.ItemId, one.ResponseNo, one.Scorer, one.Split));
        var moving = await words.FindAsync(caller.OrganisationId, auditId) ?? [];
        var page = told.Select(score =>
        {
            var present = score.ResponseId is null ? null : texts.GetValueOrDefault((score.ItemId, score.ResponseId));
            var scale = scales[score.ItemId];
            return new ComparedResponse
            {
                ItemId = score.ItemId,
                ResponseId = score.ResponseId,
                Group = score.GroupLabel,
                HumanScore = scale.ScoreOf(score.HumanLevel),
                FurtherScores = score.FurtherScores,
                Scorer = score.Scorer,
                Split = score.Split,
                MachineScore = score.Score,
                RoundedScore = scale.ScoreOf(score.Level),
                Difference = score.Score - scale.ScoreOf(score.HumanLevel),
                Text = present?.Text,
                ChangedSince = present is not null && present.UpdatedAt > audit.CreatedAt.UtcDateTime,
                Swaps = present?.Text is { } text && swap is not null
                    ? [
                        .. swaps[(score.ItemId, score.ResponseNo, score.Scorer, score.Split)]
                            .Select(one => Swapped(one, text, swap)).OfType<SwappedResponseText>(),
                    ]
                    : [],
                Words = present?.Text is { } written ? Words(written, score, moving) : [],
            };
        }).ToList();
        await log.RecordAsync(caller, "audit.responsesRead", auditId, new { responses = page.Count, of = filter });
        return new Outcome<ComparedPart>.Done(new ComparedPart(audit, query, page, found.Count > told.Count ? told[^1].Place : null));
    }

    private static IReadOnlyCollection<(string ItemId, string ResponseId)> Keys(IEnumerable<DifferentScore> scores) =>
        [.. scores.Where(score => score.ResponseId is not null).Select(score => (score.ItemId, score.ResponseId!)).Distinct()];

    /// <summary>Null where the text that stands there now holds none of the words any more.</summary>
    private static SwappedResponseText? Swapped(SwapOfResponse one, string text, WordSwap swap) =>
        Enum.GetValues<SwapDirection>().Where(direction => ContractJson.Word(direction.ToString()) == one.Direction)
            .Select(direction => swap.Swap(text, direction)).FirstOrDefault() is { } changed
                ? new SwappedResponseText(one.Direction, changed, one.Change, one.LevelChanged)
                : null;

    private static IReadOnlyList<MovingWordOfText> Words(string text, DifferentScore score, IReadOnlyList<WordTable> tables)
    {
        if (tables.FirstOrDefault(table => (table.ItemId, table.Scorer, table.Split) == (score.ItemId, score.Scorer, score.Split)) is not { } table)
        {
            return [];
        }
        var written = Word().Matches(text).Select(word => word.Value.ToLower(CultureInfo.InvariantCulture)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from word in table.Words
               where written.Contains(word.Word)
               let own = word.Groups.FirstOrDefault(one => one.Group == score.GroupLabel)
               where own is not null
               select new MovingWordOfText(word.Word, own.Mean),
        ];
    }

    [GeneratedRegex(@"[\p{L}\p{Nd}]+(?:['’][\p{L}\p{Nd}]+)*", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}

/// <summary>A part of the responses of an audit.</summary>
/// <param name="Audit">The audit.</param>
/// <param name="Query">Which of its responses were asked for.</param>
/// <param name="Responses">The responses.</param>
/// <param name="Next">Where they go on; null: nowhere.</param>
internal sealed record ComparedPart(Audit Audit, ComparedQuery Query, IReadOnlyList<ComparedResponse> Responses, DifferencePlace? Next);
