using ScoringFairness.Architecture.Tests.Code;
using ScoringFairness.Architecture.Tests.Slices;

namespace ScoringFairness.Architecture.Tests.Kinds;

/// <summary>
/// Whoever compares a scorer's kind with a name, or asks for the type of its kind, decides for it; a kind decides for itself,
/// in its folder under Scorers. The demonstration and the benches send requests, which name kinds.
/// </summary>
public sealed class ScorerKindTests
{
    private static readonly string[] Names = ["bert", "linear", "engine", "chat", "external", "nasBert"];
    private static readonly string[] Allowed = ["Scorers", "Demonstration", "Bench"];
    private static readonly SliceOrder Order = SliceOrder.Service;
    private static readonly Layout Scorers = new("ScoringFairness.Service.Scorers");

    [Fact]
    public void Names_of_kinds_stand_in_Scorers_alone_and_in_requests() =>
        Findings.None(
            "Names of kinds of scorers outside Scorers",
            [
                .. from type in Assemblies.Service.Types
                   where Order.Layout.Holds(type.FullName) && !Allowed.Contains(Order.Slice(type.FullName))
                   from name in Strings.Of(type).Intersect(Names)
                   select $"{Order.Layout.Short(type.FullName)} → \"{name}\"",
            ]);

    [Fact]
    public void Nobody_outside_Scorers_asks_whether_a_scorer_is_of_a_kind() =>
        Findings.None(
            "Tests of the type of a kind outside Scorers",
            [
                .. from type in Assemblies.Service.Types
                   where Order.Layout.Holds(type.FullName) && !Allowed.Contains(Order.Slice(type.FullName))
                   from tested in References.Tested(type).Select(References.Outermost).Distinct()
                   where tested != Layout.Program && Scorers.Holds(tested) && Scorers.Folder(tested) != Layout.Root
                   select new Arrow(type.FullName, tested),
            ],
            Order.Layout);
}
