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
}
