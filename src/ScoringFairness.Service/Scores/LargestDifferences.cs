using Dapper;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Scores;

/// <summary>Which scores of an audit are asked for; null: all.</summary>
/// <param name="Scorer">The scorer.</param>
/// <param name="Split">Its training split.</param>
/// <param name="ItemId">The item.</param>
/// <param name="Group">The group.</param>
/// <param name="Level">The level of the human score, from 0.</param>
/// <param name="Direction">higher: the machine gives more than the human; lower: less.</param>
internal sealed record DifferenceFilter(string? Scorer, string? Split, string? ItemId, string? Group, int? Level, string? Direction);

/// <summary>The place of a score in the order of differences, the largest first.</summary>
/// <param name="Distance">Machine from human, as a share of the item's scale; never negative.</param>
/// <param name="ItemId">The item.</param>
/// <param name="ResponseNo">The response's place in the plan of its item.</param>
/// <param name="Scorer">The scorer.</param>
/// <param name="Split">Its training split.</param>
internal sealed record DifferencePlace(double Distance, string ItemId, int ResponseNo, string Scorer, string? Split);

/// <summary>A score of a response beside its human score.</summary>
internal sealed record DifferentScore
{
    public required string ItemId { get; init; }

    public required int ResponseNo { get; init; }

    /// <summary>The client's own id; null of a response that was erased.</summary>
    public string? ResponseId { get; init; }

    /// <summary>Null: not reported.</summary>
    public string? GroupLabel { get; init; }

    public required short HumanLevel { get; init; }

    public required double[] FurtherScores { get; init; }

    public required string Scorer { get; init; }

    /// <summary>Null for scores from outside.</summary>
    public string? Split { get; init; }

    public required short Level { get; init; }

    public required double Score { get; init; }

    public required double Distance { get; init; }

    public DifferencePlace Place => new(Distance, ItemId, ResponseNo, Scorer, Split);
}

/// <summary>The scores of audits that differ most from the human's, of the first repeat.</summary>
internal sealed class LargestDifferences(OrganisationDatabase database)
{
    /// <summary>A part of them, the largest first; those of responses that were erased are gone.</summary>
    public async Task<IReadOnlyList<DifferentScore>> ListAsync(
        string organisationId, string auditId, IReadOnlyDictionary<string, ScoreScale> scales, DifferenceFilter filter, DifferencePlace? after,
        int limit, CancellationToken cancellation)
    {
        var levels = scales.SelectMany(item => item.Value.Scores.Select((score, level) => (item.Key, level, score, item.Value.Maximum - item.Value.Minimum)))
            .ToList();
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        return (await connection.QueryAsync<DifferentScore>(new CommandDefinition(
            """
            select f.item_id, f.response_no, nullif(r.response_id, '') as response_id, f.group_label, f.human_level, r.further_scores, f.scorer,
                   nullif(f.split, '') as split, f.level, f.score, -f.nearness as distance
            from (
              select s.item_id, s.response_no, s.group_label, s.human_level, s.scorer, s.split, s.level, s.score,
                     -abs(s.score - h.human) / h.range as nearness
              from out_of_fold_scores s
              join unnest(@items, @levels, @humans, @ranges) as h(item_id, human_level, human, range) using (item_id, human_level)
              where s.organisation_id = @organisationId and s.audit_id = @auditId and s.repeat = 0
                and (@Scorer::text is null or s.scorer = @Scorer) and (@Split::text is null or s.split = @Split)
                and (@ItemId::text is null or s.item_id = @ItemId) and (@Group::text is null or s.group_label = @Group)
                and (@Level::int is null or s.human_level = @Level)
                and (@Direction::text is null or (case @Direction when 'higher' then s.score > h.human else s.score < h.human end))
                and (@distance::float8 is null or (-abs(s.score - h.human) / h.range, s.item_id, s.response_no, s.scorer, s.split)
                  > (-@distance::float8, @afterItem, @afterNo, @afterScorer, @afterSplit))
              order by nearness, item_id, response_no, scorer, split limit @limit) f
            join audit_responses r on r.organisation_id = @organisationId and r.audit_id = @auditId
              and (r.item_id, r.response_no) = (f.item_id, f.response_no)
            order by f.nearness, f.item_id, f.response_no, f.scorer, f.split
            """,
            new
            {
                organisationId,
                auditId,
                filter.Scorer,
                filter.Split,
                filter.ItemId,
                filter.Group,
                filter.Level,
                filter.Direction,
                items = levels.Select(level => level.Key).ToArray(),
                levels = levels.Select(level => (short)level.level).ToArray(),
                humans = levels.Select(level => level.score).ToArray(),
                ranges = levels.Select(level => level.Item4).ToArray(),
                distance = after?.Distance,
                afterItem = after?.ItemId ?? "",
                afterNo = after?.ResponseNo ?? 0,
                afterScorer = after?.Scorer ?? "",
                afterSplit = after?.Split ?? "",
                limit,
            },
            cancellationToken: cancellation))).AsList();
    }
}
