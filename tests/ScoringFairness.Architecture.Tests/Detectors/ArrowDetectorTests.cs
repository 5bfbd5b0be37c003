using ScoringFairness.Architecture.Tests.Code;
using ScoringFairness.Architecture.Tests.Folders;
using ScoringFairness.Architecture.Tests.Planted.Elsewhere;
using ScoringFairness.Architecture.Tests.Planted.Left;
using ScoringFairness.Architecture.Tests.Planted.Lower;
using ScoringFairness.Architecture.Tests.Planted.Right;
using ScoringFairness.Architecture.Tests.Planted.Upper;
using ScoringFairness.Architecture.Tests.Slices;
using ScoringFairness.Architecture.Tests.Sources;

namespace ScoringFairness.Architecture.Tests.Detectors;

/// <summary>What finds arrows finds those that are planted.</summary>
public sealed class ArrowDetectorTests
{
    private static readonly SliceOrder Order =
        new(new Layout("ScoringFairness.Architecture.Tests.Planted"), ["Upper"], ["Left", "Right"], ["Lower"]);
    private static readonly IReadOnlyList<Arrow> Arrows = TypeGraph.Arrows(Assemblies.Tests, Order.Layout);

    [Theory]
    [InlineData(nameof(InField))]
    [InlineData(nameof(ITakes))]
    [InlineData(nameof(InBody))]
    [InlineData(nameof(InLambda))]
    [InlineData(nameof(InAsynchronousMethod))]
    [InlineData(nameof(InAttribute))]
    [InlineData(nameof(InGenericArgument))]
    [InlineData(nameof(InGenericMethod))]
    [InlineData(nameof(InPattern))]
    public void An_arrow_up_is_found_wherever_a_type_is_named(string from) =>
        Assert.Contains(new Arrow($"{typeof(Plain).Namespace}.{from}", typeof(Above).FullName!), Order.Upward(Arrows));

    [Fact]
    public void An_arrow_down_may_stand()
    {
        var down = new Arrow(typeof(Above).FullName!, typeof(Plain).FullName!);
        Assert.Contains(down, Arrows);
        Assert.DoesNotContain(down, Order.Upward(Arrows));
    }

    [Fact]
    public void A_circle_along_a_line_is_found_with_both_its_arrows() =>
        Assert.Equal(
            [new Arrow(typeof(Port).FullName!, typeof(Starboard).FullName!), new Arrow(typeof(Starboard).FullName!, typeof(Port).FullName!)],
            Order.Round(Arrows));

    [Fact]
    public void A_circle_of_folders_is_found_and_what_leads_into_it_is_not()
    {
        var layout = new Layout("N");
        Arrow[] circle = [new("N.A.X", "N.B.X"), new("N.B.Y", "N.Z"), new("N.Z", "N.A.Y")];
        Assert.Equal(circle, FolderCircles.Arrows([.. circle, new("N.C.X", "N.A.X"), new("N.A.X", "N.A.Y"), new("N.B.X", "N.D.X")], layout));
    }

    [Fact]
    public void Two_circles_are_two() =>
        Assert.Equal([["a", "b"], ["c", "d"]], Circles.Find([("a", "b"), ("b", "a"), ("b", "c"), ("c", "d"), ("d", "c"), ("e", "e")]));

    [Fact]
    public void A_type_of_no_slice_is_found() => Assert.Equal([typeof(Stranger).FullName!], Order.Strangers(Assemblies.Tests));

    [Fact]
    public void A_test_of_a_type_is_found() =>
        Assert.Equal(
            [typeof(Above).FullName],
            Assemblies.Tests.Types.Where(type => type.Name == nameof(InPattern)).SelectMany(References.Tested).Select(type => type.FullName));

    [Fact]
    public void A_using_directive_is_an_arrow_of_its_file()
    {
        string[] lines = ["using System.Text;", "using N.Upper.Deep;", "using static N.Upper.Names;", "", "namespace N.Lower;", "// using N.No;"];
        Assert.Equal(
            [new("N.Lower.File", "N.Upper.Deep.*"), new("N.Lower.File", "N.Upper.Names.*")],
            UsingDirectives.Arrows("src/N/Lower/File.cs", lines, new Layout("N")));
    }

    [Fact]
    public void What_stands_against_a_rule_is_printed_as_from_and_to()
    {
        var failure = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Findings.None("Rule", [new Arrow("N.A.X", "N.B.Y")], new Layout("N")));
        Assert.Equal("Rule: 1 arrows between 1 pairs of folders\nA → B: 1\n  A.X → B.Y", failure.Message);
    }
}
