using ScoringFairness.Architecture.Tests.Code;
using ScoringFairness.Architecture.Tests.Slices;

namespace ScoringFairness.Architecture.Tests.Tables;

public sealed class TableOwnerTests
{
    private static readonly IReadOnlySet<string> Tables = Schema.Tables(Assemblies.Service);

    [Fact]
    public void Every_table_has_an_owner_among_the_slices()
    {
        Assert.NotEmpty(Tables);
        Assert.Equal(Tables.Order(StringComparer.Ordinal), TableOwners.Service.Keys.Order(StringComparer.Ordinal));
        Assert.All(TableOwners.Service.Values, slice => Assert.NotNull(SliceOrder.Service.Line(slice)));
    }

    [Fact]
    public void A_table_is_read_and_written_by_its_owner_alone()
    {
        var uses = TableUses.Of(Assemblies.Service, SliceOrder.Service.Layout, Tables);
        Assert.NotEmpty(uses);
        Findings.None(
            "Tables in another slice's SQL",
            [
                .. uses.Where(use => !MayName(SliceOrder.Service.Slice(use.Type), use.Table))
                    .Select(use => $"{SliceOrder.Service.Layout.Short(use.Type)} → {use.Table} (of {TableOwners.Service.GetValueOrDefault(use.Table)})"),
            ]);
    }

    private static bool MayName(string slice, string table) =>
        slice == TableOwners.Outsider || slice == TableOwners.Service.GetValueOrDefault(table);
}
