using Npgsql;
using ScoringFairness.Service.Audits.CrossFitting;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Scores;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Audits;

/// <summary>Scorers of an audit whose scores came from outside: nothing is trained for them.</summary>
internal sealed class ExternalScorers(MachineScores scores)
{
    public const string Kind = "external";

    /// <summary>Reads such a scorer of a request, or says what is wrong with it.</summary>
    public static (ScorerDesign? Design, IReadOnlyList<string> Problems) Design(ScorerRequest request)
    {
        if (Identifier.Problem(request.Scorer) is { } problem)
        {
            return (null, [$"scorer {problem}; GET /v1/scorers lists those whose scores were sent."]);
        }
        if (request.Name is not null && Identifier.Problem(request.Name) is { } nameProblem)
        {
            return (null, [$"name {nameProblem}."]);
        }
        var isTrained = !request.IsEmpty() || request.Splits is not null;
        return isTrained
            ? (null, ["checkpoint, splits, epochs, learningRate, batchSize and maxTokens belong to scorers that are trained; leave them out."])
            : (new ScorerDesign { Kind = Kind, Name = request.Name ?? request.Scorer!, Scorer = request.Scorer, Splits = [] }, []);
    }

    /// <summary>Adds an error for each scorer that scored no response of an item.</summary>
    public async Task CheckAsync(
        string organisationId, IReadOnlyList<ScorerDesign> scorers, IReadOnlyCollection<string> itemIds, Refusals errors, CancellationToken cancellation)
    {
        var names = scorers.Where(scorer => scorer.IsExternal).Select(scorer => scorer.Scorer!).Distinct().ToList();
        if (names.Count == 0)
        {
            return;
        }
        var counts = await scores.CountsAsync(organisationId, names, itemIds, cancellation);
        foreach (var name in names)
        {
            var lacking = itemIds.Where(itemId => !counts.Any(count => count.Scorer == name && count.ItemId == itemId)).ToList();
            errors.Unless(lacking.Count == 0, "scorers",
                $"There is no score of '{name}' for item {string.Join(", ", lacking.Take(5).Select(id => $"'{id}'"))}; send them to POST /v1/scores first.");
        }
    }

    /// <summary>Copies the scores that there are of an item into the audit, once for each repeat, as those of trained scorers stand there.</summary>
    /// <returns>How many responses lack a score, by scorer and group.</returns>
    public static async Task<IReadOnlyList<UnscoredGroup>> FreezeAsync(
        NpgsqlConnection connection, JobArguments job, AuditDesign design, string itemId, ScoreScale scale,
        IReadOnlyList<PlannedResponse> responses, CancellationToken cancellation)
    {
        var unscored = new List<UnscoredGroup>();
        foreach (var scorer in design.Scorers.Where(scorer => scorer.IsExternal))
        {
            var scored = await MachineScores.FreezeAsync(
                connection, new ScoredBy(job.OrganisationId, job.AuditId, itemId, scorer.Name, MachineScores.NoSplit, Repeat: 0, FitNo: 0),
                design.Repeats, scorer.Scorer!, scale, responses, cancellation);
            var lacking = responses.Where(response => !scored.Contains(response.ResponseNo)).ToLookup(response => response.Group);
            unscored.AddRange(
                from all in responses.GroupBy(response => response.Group).OrderBy(all => all.Key is null).ThenBy(all => all.Key, StringComparer.Ordinal)
                let n = lacking[all.Key].Count()
                where n > 0
                select new UnscoredGroup(scorer.Name, all.Key, n < design.MinCellSize ? null : n, all.Count()));
        }
        return unscored;
    }

    /// <summary>Says which scorers scored only some responses of an item.</summary>
    public static IEnumerable<AuditWarning> Warnings(string itemId, IReadOnlyList<UnscoredGroup> unscored) =>
        unscored.GroupBy(one => one.Scorer).Select(scorer => new AuditWarning("unscored", itemId,
            $"Scorer '{scorer.Key}' has no score for some responses ("
            + string.Join(", ", scorer.Select(one => $"{one.Group ?? "not reported"}: {one.N?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "a few"} of {one.Of}"))
            + "); its figures rest on the others."));
}
