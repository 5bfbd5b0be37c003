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
    [InlineData(".")]
    [InlineData("..")]
    public void An_id_that_no_address_can_name_is_refused(string id)
    {
        Assert.Contains("no address can name", Identifier.ProblemInPath(id), StringComparison.Ordinal);
        Assert.Null(Identifier.ProblemInPath($"{id}a"));
    }

    [Theory]
    [InlineData("1.23457E+11")]
    [InlineData("1,23457E+11")]
    [InlineData("1E+15")]
    [InlineData("9.0e+09")]
    [InlineData("-1.5E+10")]
    public void What_a_spreadsheet_makes_of_a_long_id_is_known(string id) =>
        Assert.True(Identifier.IsScientific(id));

    [Theory]
    [InlineData("3E10")]
    [InlineData("12e45")]
    [InlineData("E+11")]
    [InlineData("12.5E+11")]
    [InlineData("1.5")]
    [InlineData("123456789012")]
    [InlineData("room 1E+15")]
    public void Ids_that_only_look_like_one_are_left_alone(string id) => Assert.False(Identifier.IsScientific(id));

    [Theory]
    [InlineData("s-1")]
    [InlineData("می\u200Cخواهم")]
    [InlineData("👩\u200D🏫")]
    [InlineData("e\u0301tudiant")]
    [InlineData("№ 7")]
    public void Other_scripts_and_signs_are_ids(string id) => Assert.Null(Identifier.Problem(id));
}
