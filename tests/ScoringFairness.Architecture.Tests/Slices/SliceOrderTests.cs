using ScoringFairness.Architecture.Tests.Code;

namespace ScoringFairness.Architecture.Tests.Slices;

public sealed class SliceOrderTests
{
    private static readonly SliceOrder Order = SliceOrder.Service;
    private static readonly IReadOnlyList<Arrow> Arrows = TypeGraph.Arrows(Assemblies.Service, Order.Layout);

    [Fact]
    public void Every_type_of_the_service_stands_in_a_slice_of_the_order() =>
        Findings.None(
            "Types in no slice of the order (a new slice needs its line in SliceOrder)",
            [
                .. Assemblies.Service.Types.Select(type => type.FullName)
                    .Where(type => Order.Layout.Holds(type) && Order.Line(Order.Slice(type)) is null)
                    .Select(Order.Layout.Short).Order(StringComparer.Ordinal),
            ]);

    [Fact]
    public void Arrows_between_slices_go_down_only() => Findings.None("Arrows that go up", Order.Upward(Arrows), Order.Layout);

    [Fact]
    public void Slices_of_one_line_stand_in_no_circle() => Findings.None("Circles along a line", Order.Round(Arrows), Order.Layout);
}
