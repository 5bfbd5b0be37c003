namespace ScoringFairness.Service.Host.Queue;

/// <summary>The jobs of one audit in one queue.</summary>
/// <param name="OrganisationId">The organisation.</param>
/// <param name="AuditId">The audit.</param>
/// <param name="UnderWay">Jobs handed over and not done.</param>
/// <param name="Waiting">Jobs that wait to be handed over.</param>
internal sealed record WaitingLine(string OrganisationId, string AuditId, int UnderWay, int Waiting);

/// <summary>Whose jobs come next.</summary>
/// <remarks>
/// Each place goes to the organisation with the fewest jobs under way, and within it to the audit with the fewest; equals draw
/// lots, so that none is passed over for long. What is under way counts, not what was served before: an organisation of long jobs
/// then gets no second place while one of short jobs has none.
/// </remarks>
internal static class FairShare
{
    /// <summary>Whether another line would be served at least as soon as one's own, if that gave one of its places back.</summary>
    public static bool IsPlaceWanted(IReadOnlyList<WaitingLine> lines, string organisationId, string auditId)
    {
        var byOrganisation = lines.GroupBy(line => line.OrganisationId).ToDictionary(
            group => group.Key, group => group.Sum(line => line.UnderWay) - (group.Key == organisationId ? 1 : 0));
        return lines.FirstOrDefault(line => line.OrganisationId == organisationId && line.AuditId == auditId) is { UnderWay: > 0 } own
            && lines.Any(line => line != own && line.Waiting > 0
                && (byOrganisation[line.OrganisationId], line.UnderWay).CompareTo((byOrganisation[organisationId], own.UnderWay - 1)) <= 0);
    }

    /// <summary>Gives away places one after the other.</summary>
    /// <returns>The line that each place goes to; fewer than there are places if fewer jobs wait.</returns>
    public static IEnumerable<WaitingLine> Of(IReadOnlyList<WaitingLine> lines, int places, Random lots)
    {
        var byOrganisation = lines.GroupBy(line => line.OrganisationId).ToDictionary(group => group.Key, group => group.Sum(line => line.UnderWay));
        var now = lines.Select(line => (Line: line, line.UnderWay, line.Waiting)).ToArray();
        while (places-- > 0 && now.Any(line => line.Waiting > 0))
        {
            var next = Enumerable.Range(0, now.Length).Where(at => now[at].Waiting > 0)
                .MinBy(at => (byOrganisation[now[at].Line.OrganisationId], now[at].UnderWay, lots.Next()));
            byOrganisation[now[next].Line.OrganisationId]++;
            now[next] = (now[next].Line, now[next].UnderWay + 1, now[next].Waiting - 1);
            yield return now[next].Line;
        }
    }
}
