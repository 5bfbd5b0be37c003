using ScoringFairness.Architecture.Tests.Code;
using ScoringFairness.Architecture.Tests.Sources;

namespace ScoringFairness.Architecture.Tests.Slices;

public sealed class SliceOrderTests
{
    private static readonly SliceOrder Order = SliceOrder.Service;
    private static readonly IReadOnlyList<Arrow> Compiled = TypeGraph.Arrows(Assemblies.Service, Order.Layout);
    private static readonly IReadOnlyList<Arrow> Written = UsingDirectives.Arrows("src/ScoringFairness.Service", Order.Layout);

    [Fact]
    public void Every_type_of_the_service_stands_in_a_slice_of_the_order() =>
        Findings.None(
            "Types in no slice of the order (a new slice needs its place in SliceOrder)",
            [.. Order.Strangers(Assemblies.Service).Select(Order.Layout.Short)]);

    [Fact]
    public void Arrows_between_slices_go_down_only() => Findings.None("Arrows that go up", Order.Upward(Compiled), Order.Layout);

    [Fact]
    public void Using_directives_go_down_only() => Findings.None("Using directives that go up", Order.Upward(Written), Order.Layout);

    [Fact]
    public void Slices_of_one_line_stand_in_no_circle() =>
        Findings.None("Circles along a line", Order.Round([.. Compiled, .. Written]), Order.Layout);
}
