using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Tests.Host;

public sealed class IdentifierTests
{
    [Theory]
    [InlineData("a\u200Bb")]
    [InlineData("\uFEFFstudent")]
    [InlineData("st\u00ADudent")]
    [InlineData("\u202Eabc")]
    [InlineData("\u200D")]
    [InlineData("\u0301")]
    [InlineData("\u3164")]
    [InlineData("\u2800")]
    [InlineData("\U000E0041")]
    public void An_id_with_what_cannot_be_seen_is_refused(string id) => Assert.Contains("be seen", Identifier.Problem(id), StringComparison.Ordinal);

    [Theory]
    [InlineData("s-1")]
    [InlineData("می\u200Cخواهم")]
    [InlineData("👩\u200D🏫")]
    [InlineData("e\u0301tudiant")]
    [InlineData("№ 7")]
    public void Other_scripts_and_signs_are_ids(string id) => Assert.Null(Identifier.Problem(id));
}
