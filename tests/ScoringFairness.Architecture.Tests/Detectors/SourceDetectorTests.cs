using ScoringFairness.Architecture.Tests.Sources;

namespace ScoringFairness.Architecture.Tests.Detectors;

public sealed class SourceDetectorTests
{
    [Fact]
    public void A_line_of_161_columns_is_too_long() =>
        Assert.Equal([2], SourceText.TooLong([new string('a', 160), new string('ä', 161), ""]));

    [Fact]
    public void A_folder_asks_for_its_namespace() =>
        Assert.Equal("ScoringFairness.Scoring.Bert.Tokens", SourceText.NamespaceOf("src/ScoringFairness.Scoring/Bert/Tokens/BasicTokenization.cs"));

    [Fact]
    public void A_file_declares_its_namespace_or_none()
    {
        Assert.Equal("A.B", SourceText.Declared(["using C;", "", "namespace A.B;"]));
        Assert.Null(SourceText.Declared(["return 0;"]));
    }

    [Theory]
    [InlineData(null, "using System;", "using System.Text;", "using System.Text.Json;", "using Dapper;", "using static A.B;", "using A = B;")]
    [InlineData(2, "using Dapper;", "using System;")]
    [InlineData(3, "using A;", "using A.B;", "using A.AB;", "using A.C;")]
    [InlineData(2, "using A.BC;", "using A.B.D;")]
    [InlineData(2, "using A = B;", "using C;")]
    [InlineData(null, "using a;", "using B;")]
    public void Directives_stand_by_name_with_those_of_system_first(int? misplaced, params string[] lines) =>
        Assert.Equal(misplaced, UsingOrder.FirstMisplaced(lines));
}
