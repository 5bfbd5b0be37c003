using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Responses;

namespace ScoringFairness.Service.Planning;

/// <summary>The groups of an audit: which are compared, what becomes of the others, and what is no group.</summary>
/// <param name="Contrasted">The groups of the contrasts, the reference first; empty where there are not two.</param>
/// <param name="Compared">The groups that take part under their own name; null: all.</param>
/// <param name="Others">What becomes of the others.</param>
/// <param name="Sizes">Responses by item and group as the audit has them.</param>
internal sealed record GroupChoice(
    IReadOnlyList<string> Contrasted, IReadOnlyList<string>? Compared, OtherGroups Others, IReadOnlyList<GroupSize> Sizes)
{
    /// <summary>The words that stand for a missing value; a group that the request names is none of them.</summary>
    public static IReadOnlyList<string> Missing(AuditRequest request) => new MissingWords(
        request.Missing is { } words ? string.Join(',', words.Words) : null,
        [.. (request.Groups?.Words ?? []).Append(request.Reference).Append(request.Focal).OfType<string>().SelectMany(group => group.Split('|'))]).All;

    /// <summary>Chooses among the groups of the data.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="sizes">Responses by item and group; null: not reported.</param>
    /// <param name="preferred">The reference group by the policy, if the data have it.</param>
    /// <param name="least">The least sizes: smaller groups give no contrast.</param>
    /// <param name="mayRead">
    /// Who may not is told of no group of a few: a selection around one student would tell the student's group, by its name or by its being there.
    /// </param>
    /// <param name="errors">Told of what cannot be compared.</param>
    public static GroupChoice Of(
        AuditRequest request, IReadOnlyList<GroupSize> sizes, string? preferred, LeastSizes least, bool mayRead, Refusals errors)
    {
        var reported = Reported(sizes, least.OfCells, mayRead);
        var labels = ContrastGroups.LargestFirst(reported.Select(group => (group.Label, group.N)));
        var parts = request.Attribute.Names.Count;
        if (parts > 1 && labels.FirstOrDefault(label => label.Count(sign => sign == '|') >= parts) is { } twofold)
        {
            errors.Add("attribute", $"Crossed, the groups are not told apart: a label in '{twofold}' holds '|', which stands between them. Send it otherwise.");
        }
        if (NoContrast(request, sizes, labels, least.OfCells, mayRead) is { } problem)
        {
            errors.Add("attribute", problem);
            return new([], null, OtherGroups.Compare, sizes);
        }
        var others = request.OtherGroups ?? (request.Groups is null ? OtherGroups.Compare : OtherGroups.LeaveOut);
        IReadOnlyList<string> named = request.Groups is { } groups
            ? Named(groups.Words, labels, errors)
            : [.. reported.Where(group => group.Students >= least.OfGroups && !group.IsFew).Select(group => group.Label)];
        IReadOnlyList<string>? compared = others == OtherGroups.Compare ? null : [.. labels.Where(named.Contains)];
        var taken = compared is null ? sizes : Taken(sizes, compared, others);
        var left = ContrastGroups.LargestFirst(Reported(taken, least.OfCells, mayRead).Select(group => (group.Label, group.N)));
        if (others == OtherGroups.Merge && named.Contains(GroupNames.Merged))
        {
            errors.Add("groups", $"A group is called '{GroupNames.Merged}', as the merged ones would be; do not name it, or send otherGroups leaveOut.");
        }
        else if (left.Count < 2)
        {
            errors.Add("groups", $"Of {Said(labels)} fewer than two are left to be compared; name two or more, or send otherGroups merge or compare.");
        }
        if (left.Count < 2)
        {
            return new([], compared, others, taken);
        }
        var contrast = ContrastGroups.Of(left, request.Reference, request.Focal, preferred, errors);
        return new([contrast.Reference, .. contrast.Focal], compared, others, taken);
    }

    /// <summary>The groups that may be spoken of; one is of a few that has the least number of students on no item.</summary>
    private static List<(string Label, long N, long Students, bool IsFew)> Reported(IReadOnlyList<GroupSize> sizes, int minCellSize, bool mayRead) =>
    [
        .. from size in sizes
           where size.Group is not null
           group size by size.Group into own
           let isFew = own.Max(size => size.Students) < minCellSize
           where mayRead || !isFew
           select (own.Key, own.Sum(size => size.N), own.Sum(size => size.Students), isFew),
    ];

    /// <summary>Why there is nothing to compare, if so; of fewer students than are told nobody hears more than that they are few.</summary>
    private static string? NoContrast(
        AuditRequest request, IReadOnlyList<GroupSize> sizes, IReadOnlyList<string> labels, int minCellSize, bool mayRead)
    {
        var attribute = request.Attribute;
        if (!mayRead && labels.Count < 2)
        {
            return $"Fewer than two groups of '{attribute}' have {minCellSize} students on an item (minCellSize); a contrast needs two.";
        }
        var reporting = sizes.Where(size => size.Group is not null).ToList();
        if (labels.Count < 2 && AreFew(reporting.Count > 0 ? reporting : sizes))
        {
            return $"On each of these items fewer than {minCellSize} students who take part report '{attribute}' (minCellSize); nothing is told of so few.";
        }
        return labels.Count switch
        {
            0 => $"No response of these items reports '{attribute}'; send it with the responses as a group.",
            1 => $"All responses of these items belong to one group of '{attribute}' ('{labels[0]}'); a contrast needs two.",
            _ => null,
        };

        bool AreFew(IEnumerable<GroupSize> which) => SmallCells.IsSmall(
            which.GroupBy(size => size.ItemId).Select(item => item.Sum(size => size.Students)).DefaultIfEmpty().Max(), minCellSize);
    }

    private static List<string> Named(IReadOnlyList<string> words, IReadOnlyList<string> labels, Refusals errors)
    {
        var named = new List<string>();
        foreach (var word in words)
        {
            var label = ContrastGroups.Find(labels, word);
            errors.Unless(label is not null, "groups", $"There is no group '{word}'; there are {Said(labels)}.");
            errors.Unless(label is null || !named.Contains(label), "groups", $"'{word}' stands in the list twice.");
            named.Add(label ?? word);
        }
        return named;
    }

    private static List<GroupSize> Taken(IReadOnlyList<GroupSize> sizes, IReadOnlyList<string> compared, OtherGroups others) =>
    [
        .. from size in sizes
           let isOther = size.Group is not null && !compared.Contains(size.Group)
           where !isOther || others == OtherGroups.Merge
           group size by (size.ItemId, Group: isOther ? GroupNames.Merged : size.Group) into same
           select new GroupSize(same.Key.ItemId, same.Key.Group, same.Sum(size => size.N), same.Sum(size => size.Students)),
    ];

    private static string Said(IReadOnlyList<string> labels) => string.Join(", ", labels.Select(label => $"'{label}'"));
}
