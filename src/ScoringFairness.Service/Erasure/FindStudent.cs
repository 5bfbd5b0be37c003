using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Erasure;

/// <summary>What is known of a student, and would be erased.</summary>
/// <param name="Responses">Responses by item.</param>
/// <param name="MachineScores">Machine scores from outside.</param>
public sealed record KnownStudent(IReadOnlyList<(string ItemId, int N)> Responses, int MachineScores);

/// <summary>Counts what would be erased of a student, and changes nothing.</summary>
internal sealed class FindStudent(OrganisationDatabase database)
{
    /// <summary>Counts it; null if nothing is known of the student.</summary>
    public async Task<KnownStudent?> RunAsync(Caller caller, string studentId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(caller.OrganisationId, cancellation);
        var items = (await ResponseStore.OfStudentAsync(connection, caller.OrganisationId, studentId))
            .GroupBy(one => one.ItemId, one => one.ResponseId).ToList();
        var scores = 0;
        foreach (var item in items)
        {
            scores += await MachineScores.CountAsync(connection, caller.OrganisationId, item.Key, [.. item]);
        }
        return items.Count == 0 ? null : new KnownStudent([.. items.Select(item => (item.Key, item.Count()))], scores);
    }
}
