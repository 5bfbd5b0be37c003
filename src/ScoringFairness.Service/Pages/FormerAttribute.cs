using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Scorers;

namespace ScoringFairness.Service.Pages;

/// <summary>What a form says of the groups of another attribute than it names now: it is left out, and said.</summary>
internal static class FormerAttribute
{
    /// <summary>The field that says which attribute the form's choices of groups were made for.</summary>
    public const string Field = "ofAttribute";

    private static readonly (string Field, string Words)[] Fields =
    [
        ("reference", "the reference group"), ("focal", "the focal group"), ("groups", "the groups that are compared"), ("otherGroups", "the other groups"),
    ];

    /// <summary>The form without them.</summary>
    public static AuditForm Without(AuditForm form)
    {
        if ((form[Field] ?? form.Again?.Attribute) is not { } before || form["attribute"] is not { } now || before == now)
        {
            return form;
        }
        // What stands at a group of which nobody said anything is no choice.
        var chosen = form.Values.Keys.Where(field => FormGroups.IsField(field) && form[field] is { } use && use != FormGroups.Word(OtherGroups.Compare));
        return form with
        {
            Values = form.Values.Where(field => !FormGroups.IsField(field.Key) && !Fields.Any(one => one.Field == field.Key)).ToDictionary(),
            Former = before,
            Dropped =
            [
                .. Fields.Where(one => form[one.Field] is not null).Select(one => $"{one.Words}: {form[one.Field]}"),
                .. chosen.Select(field => $"group {FormGroups.LabelOf(field)}: {form[field]}"),
                .. form.Again?.Dropped ?? [],
            ],
        };
    }

    /// <summary>A request for another attribute, without the splits that its scorers train on groups of the one that it had.</summary>
    /// <returns>The request, and what was left out, in words.</returns>
    public static (AuditRequest Request, IReadOnlyList<string> Dropped) Without(AuditRequest request, string? attribute)
    {
        if (attribute is null || AuditAgain.Words(attribute, request.Attribute.Names).SequenceEqual(request.Attribute.Names))
        {
            return (request, []);
        }
        var dropped = new List<string>();
        return (request with { Scorers = [.. request.Scorers!.Select(Mixed)] }, dropped);

        ScorerRequest Mixed(ScorerRequest scorer)
        {
            if (scorer is not TrainedRequest { Splits: { } splits } trained
                || splits.Where(split => new TrainingSplit(split).OnlyGroup is not null).ToList() is not { Count: > 0 } only)
            {
                return scorer;
            }
            IReadOnlyList<string> left = [.. splits.Except(only)];
            dropped.Add($"splits {string.Join(", ", only)} of {scorer.Name}{(left.Count > 0 ? "" : ", which has all splits of the new groups now")}");
            return trained with { Splits = left.Count > 0 ? left : null };
        }
    }
}
