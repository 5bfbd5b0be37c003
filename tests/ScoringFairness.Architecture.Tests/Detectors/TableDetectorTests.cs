using ScoringFairness.Architecture.Tests.Code;
using ScoringFairness.Architecture.Tests.Planted.Elsewhere;
using ScoringFairness.Architecture.Tests.Tables;

namespace ScoringFairness.Architecture.Tests.Detectors;

/// <summary>What finds tables finds those that are named, and no others.</summary>
public sealed class TableDetectorTests
{
    [Theory]
    [InlineData("select a from x where b", "x")]
    [InlineData("select a from x as r, y s where b", "x y")]
    [InlineData("select a from x r\njoin y on r.k = y.k left join z using (k)", "x y z")]
    [InlineData("select a from x join y using (k) cross join z", "x y z")]
    [InlineData("insert into x (a) select 1 from y on conflict do nothing", "x y")]
    [InlineData("update x set a = 1 from y", "x y")]
    [InlineData("delete from x using y where x.k = y.k", "x y")]
    [InlineData("copy x (a, b) from stdin (format binary)", "x stdin")]
    [InlineData("lock table x in share mode", "x")]
    [InlineData("with p as (select 1 from x) select count(*) from p, y", "x p y")]
    [InlineData(" join x r on true", "x")]
    [InlineData("The rows come from x.", "")]
    [InlineData("x", "")]
    public void Tables_of_a_statement_are_those_after_its_words(string sql, string tables) =>
        Assert.Equal(tables.Split(' ', StringSplitOptions.RemoveEmptyEntries), SqlText.Tables(sql));

    [Fact]
    public void Tables_are_found_in_statements_in_constants_and_where_one_is_handed_over_by_name()
    {
        var tables = new HashSet<string> { "handed", "read", "joined", "table_of_a_constant", "two_words", "one", "elsewhere", "unused" };
        Assert.Equal(
            ["handed", "joined", "read", "table_of_a_constant", "two_words"],
            TableUses.Of(Assemblies.Tests, new Layout(typeof(Stranger).Namespace!), tables).Select(use => use.Table));
    }
}
