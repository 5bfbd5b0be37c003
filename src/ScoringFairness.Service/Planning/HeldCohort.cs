using Npgsql;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Service.Planning.CrossFitting;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Planning;

/// <summary>
/// Who takes no part in an audit for the sake of who took part before: a few students who came to a group since wait until there are enough
/// of them; where a few went, changed their group or their grade, or were erased, as many others are left out by lot as hide them. Else two
/// reports would tell the figures of these few.
/// </summary>
/// <param name="LeftOut">The responses that take no part.</param>
/// <param name="Warnings">Of which groups.</param>
/// <param name="Problem">Why there can be no audit; null where there can.</param>
internal sealed record HeldCohort(IReadOnlySet<string> LeftOut, IReadOnlyList<AuditWarning> Warnings, string? Problem)
{
    private const int MostSteps = 40;

    /// <summary>Compares the responses of an item with those of earlier audits, by whichever attribute.</summary>
    /// <param name="connection">The transaction.</param>
    /// <param name="organisationId">The organisation.</param>
    /// <param name="itemId">The item.</param>
    /// <param name="design">The audit.</param>
    /// <param name="earlier">The audits to compare with.</param>
    /// <param name="members">The responses that are to take part and have a group.</param>
    public static async Task<HeldCohort> OfAsync(
        NpgsqlConnection connection, string organisationId, string itemId, AuditDesign design, IReadOnlyList<string> earlier,
        IReadOnlyList<CohortMember> members)
    {
        var (leftOut, warnings) = (new HashSet<string>(StringComparer.Ordinal), new List<AuditWarning>());
        var distinct = earlier.Count == 0 ? [] : await EarlierCohorts.DistinctAsync(connection, organisationId, itemId, earlier, members);
        if (distinct.Count == 0)
        {
            return new HeldCohort(leftOut, warnings, null);
        }
        earlier = [.. distinct.Select(audit => audit.AuditId)];
        var told = distinct.Any(audit => audit.HasErased) ? await AuditSteps.SizesAsync(connection, organisationId, earlier, itemId) : [];
        var repeated = await AuditedResponses.RepeatedStudentsAsync(connection, organisationId, itemId);
        NearCohort? near = null;
        for (var step = 0; step < MostSteps; step++)
        {
            var cohort = new Cohort(members, leftOut, repeated, design.MinCellSize);
            near = (await EarlierCohorts.NearAsync(
                    connection, organisationId, itemId, earlier, told, cohort.Compared, repeated, design.MinCellSize))
                .OrderBy(nearest => nearest.Group == EarlierCohorts.Together).FirstOrDefault(nearest => nearest.Difference > 0);
            if (near is null)
            {
                return new HeldCohort(leftOut, warnings, null);
            }
            var before = new Cohort(
                await EarlierCohorts.MembersAsync(connection, organisationId, near.AuditId, itemId), new HashSet<string>(), repeated, design.MinCellSize);
            var (own, had) = (cohort.Of(near.Group), before.Of(near.Before).ToHashSet(Cohort.SameResponse));
            var areAllHere = near.Erased == 0 && had.IsSubsetOf(own);
            List<string> going = areAllHere
                ? [.. own.Where(member => !had.Contains(member)).Select(member => member.ResponseId)]
                : [.. cohort.Lots(near.Group, had, design.MinCellSize - near.Difference, design.Seed, itemId)];
            if (going.Count == 0)
            {
                break;
            }
            leftOut.UnionWith(going);
            var warning = areAllHere ? Held(near, itemId, design.MinCellSize) : Thinned(near, itemId, design.MinCellSize);
            if (!warnings.Contains(warning))
            {
                warnings.Add(warning);
            }
        }
        return new HeldCohort(leftOut, warnings,
            $"Item '{itemId}', {Words(near!.Group)}: fewer than {design.MinCellSize} students (minCellSize) make the difference from {Words(near.Before)} "
            + $"of audit '{near.AuditId}', and the figures of both audits together would tell theirs. Audit the same responses again, or others in "
            + "greater number, or leave the group out (groups), or delete that audit.");
    }

    private static AuditWarning Held(NearCohort near, string itemId, int minCellSize) => new("cohortHeld", itemId,
        $"{Capital(Words(near.Group))}: fewer than {minCellSize} students more than {Words(near.Before)} had in audit '{near.AuditId}'. "
        + $"They are left out, for the figures of both audits together would tell theirs; once {minCellSize} have come they take part.");

    private static AuditWarning Thinned(NearCohort near, string itemId, int minCellSize) => new("cohortThinned", itemId,
        $"{Capital(Words(near.Group))}: fewer than {minCellSize} students make the difference from {Words(near.Before)} of audit '{near.AuditId}' "
        + "(they came or went, have another group or another grade, or were erased), and the figures of both audits together would tell theirs. "
        + $"So others, fewer than {minCellSize}, are left out here by lot until {minCellSize} make the difference: sizes of groups are smaller by them, "
        + "and figures may differ a little from those of the whole. All take part once that audit is deleted.");

    private static string Words(string group) => group == EarlierCohorts.Together ? "all groups together" : $"group '{group}'";

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    /// <summary>The groups of a cohort, and all together that are told.</summary>
    private sealed class Cohort
    {
        private readonly ILookup<string, CohortMember> _groups;
        private readonly IReadOnlyDictionary<string, string> _repeated;
        private readonly List<string> _told;

        public Cohort(
            IReadOnlyList<CohortMember> members, IReadOnlySet<string> leftOut, IReadOnlyDictionary<string, string> repeated, int minCellSize)
        {
            _repeated = repeated;
            _groups = members.Where(member => !leftOut.Contains(member.ResponseId)).ToLookup(member => member.Group);
            _told =
            [
                .. _groups.Where(group => !SmallCells.IsSmall(group.Select(StudentOf).Distinct().Count(), minCellSize)).Select(group => group.Key),
            ];
        }

        /// <summary>Members are the same who gave the same response with the same grade, whatever the group is called.</summary>
        public static IEqualityComparer<CohortMember> SameResponse { get; } = EqualityComparer<CohortMember>.Create(
            (one, other) => (one?.ResponseId, one?.Level) == (other?.ResponseId, other?.Level), member => HashCode.Combine(member.ResponseId, member.Level));

        public IReadOnlyList<CohortMember> Compared =>
            [.. _groups.SelectMany(group => group), .. Of(EarlierCohorts.Together).Select(member => member with { Group = EarlierCohorts.Together })];

        public IReadOnlyList<CohortMember> Of(string group) =>
            group == EarlierCohorts.Together ? [.. _told.SelectMany(told => _groups[told])] : [.. _groups[group]];

        /// <summary>The responses of some students by lot, of all together those of the largest group, who are in an earlier cohort as they are here.</summary>
        public IEnumerable<string> Lots(string group, HashSet<CohortMember> before, int students, long seed, string itemId)
        {
            var from = group == EarlierCohorts.Together ? _told.MaxBy(told => _groups[told].Count())! : group;
            var random = new SeededRandom(SeededRandom.SeedOf(seed, "lots", itemId, from));
            return _groups[from].GroupBy(StudentOf).Select(student => (Student: student, Order: random.Next()))
                .Where(one => one.Student.All(before.Contains)).OrderBy(one => one.Order).Take(students)
                .SelectMany(one => one.Student.Select(member => member.ResponseId));
        }

        private string StudentOf(CohortMember member) =>
            _repeated.TryGetValue(member.ResponseId, out var student) ? $"s{student}" : $"r{member.ResponseId}";
    }
}
