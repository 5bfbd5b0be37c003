using Mono.Cecil;
using ScoringFairness.Architecture.Tests.Code;

namespace ScoringFairness.Architecture.Tests.Slices;

/// <summary>The order of slices: an arrow goes from a line to one below it, or along its own line without a circle.</summary>
internal sealed class SliceOrder(Layout layout, params string[][] lines)
{
    /// <summary>The slices of the service, from the one that sees all to the one that knows nobody.</summary>
    public static SliceOrder Service { get; } = new(
        new Layout("ScoringFairness.Service"),
        ["App"],
        ["Demonstration", "Bench"],
        ["Pages"],
        ["Gates", "Schedules", "Webhooks"],
        ["Reports"],
        ["Erasure"],
        ["Lifecycle"],
        ["Evaluation"],
        ["Training"],
        ["Planning"],
        ["Scorers"],
        ["Audits"],
        ["Scores"],
        ["Responses"],
        ["Items"],
        ["Host"]);

    public Layout Layout => layout;

    /// <summary>The slice of a type; Program.cs is part of the first.</summary>
    public string Slice(string type) => type == Layout.Program ? lines[0][0] : layout.Folder(type);

    /// <summary>The line of a slice, counted from the top, or null where the order has no such slice.</summary>
    public int? Line(string slice) => Array.FindIndex(lines, line => line.Contains(slice)) is >= 0 and var line ? line : null;

    /// <summary>The types under the namespace that stand in no slice of the order.</summary>
    public IReadOnlyList<string> Strangers(ModuleDefinition module) =>
    [
        .. module.Types.Select(type => type.FullName).Where(type => layout.Holds(type) && Line(Slice(type)) is null).Order(StringComparer.Ordinal),
    ];

    /// <summary>The arrows between known slices that go up.</summary>
    public IReadOnlyList<Arrow> Upward(IEnumerable<Arrow> arrows) => [.. arrows.Where(arrow => Line(Slice(arrow.To)) < Line(Slice(arrow.From)))];

    /// <summary>The arrows between slices of one line that stand in a circle.</summary>
    public IReadOnlyList<Arrow> Round(IEnumerable<Arrow> arrows)
    {
        var along = arrows.Where(arrow => Slice(arrow.From) != Slice(arrow.To) && Line(Slice(arrow.To)) == Line(Slice(arrow.From))).ToList();
        var circles = Circles.Find(along.Select(arrow => (Slice(arrow.From), Slice(arrow.To))));
        return [.. along.Where(arrow => circles.Any(circle => circle.Contains(Slice(arrow.From)) && circle.Contains(Slice(arrow.To))))];
    }
}
