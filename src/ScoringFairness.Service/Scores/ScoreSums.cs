using System.Globalization;
using Dapper;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Scores;

/// <summary>Sums over out-of-fold scores beside the count cube: of ratings, and of probabilities.</summary>
internal sealed class ScoreSums(OrganisationDatabase database)
{
    /// <summary>
    /// The terms of <see cref="RatingSums"/> for c ratings of sum s and sum of squares q and machine score m; decimals, so that
    /// no sum depends on the order of rows.
    /// </summary>
    private static readonly string[] Terms =
        ["1::numeric", "c", "c * c", "case when c > 1 then greatest(q - s * s / c, 0) else 0 end", "s", "s * s / c", "s * m", "c * m * m"];

    /// <summary>First against second human rating of the responses that have both.</summary>
    public Task<IReadOnlyList<SecondRatingCell>> SecondRatingsAsync(string organisationId, string auditId, CancellationToken cancellation) =>
        QueryAsync<SecondRatingCell>(
            """
            select item_id, group_label, human_level, further_scores[1] as second, count(*) as n
            from audit_responses
            where organisation_id = @organisationId and audit_id = @auditId and group_label is not null and cardinality(further_scores) > 0
            group by 1, 2, 3, 4 order by 1, 2, 3, 4
            """,
            organisationId, auditId, repeat: 0, cancellation);

    /// <summary>
    /// The scores of responses with two human ratings, counted by both: one GROUP BY, whose few distinct scores of each cell are then
    /// summed as decimals.
    /// </summary>
    public Task<IReadOnlyList<DoubleRatingRow>> DoubleRatingsAsync(string organisationId, string auditId, int repeat, CancellationToken cancellation) =>
        QueryAsync<DoubleRatingRow>(
            """
            select item_id, scorer, nullif(split, '') as split, group_label, human_level, second, level, sum(n)::bigint as n,
                   sum(n * score)::double precision as sum, sum(n * score * score)::double precision as squares
            from (
              select s.item_id, s.scorer, s.split, s.group_label, s.human_level, r.further_scores[1] as second, s.level,
                     s.score::numeric as score, count(*) as n
              from out_of_fold_scores s
              join audit_responses r using (organisation_id, audit_id, item_id, response_no)
              where s.organisation_id = @organisationId and s.audit_id = @auditId and s.repeat = @repeat and s.group_label is not null
                and cardinality(r.further_scores) > 0
              group by s.item_id, s.scorer, s.split, s.group_label, s.human_level, r.further_scores[1], s.level, s.score) t
            group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7
            """,
            organisationId, auditId, repeat, cancellation);

    /// <summary>The second human rating of each response that has one.</summary>
    public Task<IReadOnlyList<SecondRatingRow>> SecondRatingRowsAsync(string organisationId, string auditId, CancellationToken cancellation) =>
        QueryAsync<SecondRatingRow>(
            """
            select item_id, response_no, further_scores[1] as second from audit_responses
            where organisation_id = @organisationId and audit_id = @auditId and group_label is not null and cardinality(further_scores) > 0
            """,
            organisationId, auditId, repeat: 0, cancellation);

    /// <summary>The sums of ratings by scorer, item and group: one GROUP BY.</summary>
    public Task<IReadOnlyList<RatingCell>> RatingsAsync(
        string organisationId, string auditId, int repeat, IReadOnlyList<StudyItem> items, CancellationToken cancellation) =>
        QueryAsync<RatingCell>(RatingSql, organisationId, auditId, repeat, cancellation, items);

    /// <summary>How often each probability of a level was given, in bins of 0.01.</summary>
    public Task<IReadOnlyList<DensityCell>> DensityAsync(string organisationId, string auditId, int repeat, CancellationToken cancellation) =>
        QueryAsync<DensityCell>(
            $"""
            select item_id, scorer, nullif(split, '') as split, group_label, (p.place - 1)::int as level,
                   least({ProbabilityBins.DensityBins - 1}, floor(p.value::double precision * {ProbabilityBins.DensityBins}))::int as bin, count(*) as n
            from out_of_fold_scores, unnest(probabilities) with ordinality p(value, place)
            where organisation_id = @organisationId and audit_id = @auditId and repeat = @repeat and group_label is not null
            group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
            """,
            organisationId, auditId, repeat, cancellation);

    /// <summary>How often the level given was the human's, in bins of its probability.</summary>
    public Task<IReadOnlyList<ConfidenceCell>> ConfidenceAsync(string organisationId, string auditId, int repeat, CancellationToken cancellation) =>
        QueryAsync<ConfidenceCell>(
            $"""
            select item_id, scorer, nullif(split, '') as split, group_label, level = human_level as correct,
                   least({ProbabilityBins.ConfidenceBins - 1},
                         floor(probabilities[level + 1]::double precision * {ProbabilityBins.ConfidenceBins}))::int as bin,
                   count(*) as n, sum(probabilities[level + 1]::numeric)::double precision as confidence
            from out_of_fold_scores
            where organisation_id = @organisationId and audit_id = @auditId and repeat = @repeat and group_label is not null
              and probabilities is not null
            group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
            """,
            organisationId, auditId, repeat, cancellation);

    private static string RatingSql { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        select item_id, scorer, nullif(split, '') as split, group_label, count(*) filter (where c = 1) as single, count(*) filter (where c > 1) as multiple,
               array[{string.Join(", ", Terms.Select(term => $"sum({term})::double precision"))}] as sums,
               array[{string.Join(", ", Terms.SelectMany(row => Terms.Select(column => $"sum(({row}) * ({column}))::double precision")))}] as products
        from (
          select s.item_id, s.scorer, s.split, s.group_label, s.score::numeric as m, h.c::numeric as c, h.s, h.q
          from out_of_fold_scores s
          join audit_responses r using (organisation_id, audit_id, item_id, response_no)
          join unnest(@itemIds, @minimums, @steps) as i(item_id, scale_min, scale_step) on i.item_id = s.item_id
          cross join lateral (
            select count(*) as c, sum(v::numeric) as s, sum(v::numeric * v::numeric) as q
            from unnest(array_append(r.further_scores, i.scale_min + r.human_level * i.scale_step)) v) h
          where s.organisation_id = @organisationId and s.audit_id = @auditId and s.repeat = @repeat and s.group_label is not null) t
        group by 1, 2, 3, 4 order by 1, 2, 3, 4
        """);

    private async Task<IReadOnlyList<T>> QueryAsync<T>(
        string sql, string organisationId, string auditId, int repeat, CancellationToken cancellation, IReadOnlyList<StudyItem>? items = null)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        var parameters = new
        {
            organisationId,
            auditId,
            repeat,
            itemIds = items?.Select(item => item.ItemId).ToArray(),
            minimums = items?.Select(item => item.Scale.Minimum).ToArray(),
            steps = items?.Select(item => item.Scale.Step).ToArray(),
        };
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, commandTimeout: 0, cancellationToken: cancellation))).AsList();
    }
}

/// <summary>A first human level and a second rating.</summary>
internal sealed record SecondRatingCell(string ItemId, string GroupLabel, short HumanLevel, double Second, long N);

/// <summary>The second rating of a response.</summary>
internal sealed record SecondRatingRow(string ItemId, int ResponseNo, double Second);

/// <summary>Scores of responses alike in both human ratings and in the machine's level.</summary>
internal sealed class DoubleRatingRow
{
    public required string ItemId { get; init; }

    public required string Scorer { get; init; }

    public string? Split { get; init; }

    public required string GroupLabel { get; init; }

    public short HumanLevel { get; init; }

    public double Second { get; init; }

    public short Level { get; init; }

    public long N { get; init; }

    public double Sum { get; init; }

    public double Squares { get; init; }
}

/// <summary>Sums of ratings.</summary>
internal sealed class RatingCell
{
    public required string ItemId { get; init; }

    public required string Scorer { get; init; }

    public string? Split { get; init; }

    public required string GroupLabel { get; init; }

    public long Single { get; init; }

    public long Multiple { get; init; }

    public required double[] Sums { get; init; }

    public required double[] Products { get; init; }
}

/// <summary>A bin of a level's probability.</summary>
internal sealed record DensityCell(string ItemId, string Scorer, string? Split, string GroupLabel, int Level, int Bin, long N);

/// <summary>A bin of the confidence.</summary>
internal sealed record ConfidenceCell(string ItemId, string Scorer, string? Split, string GroupLabel, bool Correct, int Bin, long N, double Confidence);
