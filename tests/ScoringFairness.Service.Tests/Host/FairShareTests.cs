using ScoringFairness.Service.Host.Queue;

namespace ScoringFairness.Service.Tests.Host;

public sealed class FairShareTests
{
    private readonly Random _lots = new(1);

    [Fact]
    public void A_place_goes_to_the_organisation_with_the_fewest_jobs_under_way_then_to_its_audit_with_the_fewest()
    {
        WaitingLine[] lines = [new("large", "a", 4, 900), new("large", "b", 0, 50), new("small", "c", 1, 2)];
        Assert.Equal(["c", "c"], FairShare.Of(lines, 2, _lots).Select(line => line.AuditId));
        Assert.Equal(["c", "c", "b", "b", "b"], FairShare.Of(lines, 5, _lots).Select(line => line.AuditId));
    }

    [Fact]
    public void An_organisation_of_many_audits_gets_no_more_places_than_one_of_few()
    {
        var lines = Enumerable.Range(0, 50).Select(audit => new WaitingLine("many", $"a{audit}", 0, 10)).Append(new("one", "b", 0, 100)).ToList();
        var served = FairShare.Of(lines, 40, _lots).ToList();
        Assert.Equal(20, served.Count(line => line.OrganisationId == "one"));
        Assert.Equal(20, served.Where(line => line.OrganisationId == "many").Select(line => line.AuditId).Distinct().Count());
    }

    [Fact]
    public void Equals_are_served_alike_in_the_long_run()
    {
        WaitingLine[] lines = [.. Enumerable.Range(0, 3).Select(at => new WaitingLine($"o{at}", "a", 0, 1))];
        var first = Enumerable.Range(0, 3000).Select(_ => FairShare.Of(lines, 1, _lots).Single().OrganisationId).GroupBy(id => id).ToList();
        Assert.All(first, organisation => Assert.InRange(organisation.Count(), 900, 1100));
        Assert.Equal(3, first.Count);
    }

    [Fact]
    public void A_place_is_wanted_where_another_would_be_served_as_soon_if_it_were_given_back()
    {
        Assert.True(FairShare.IsPlaceWanted([new("large", "a", 2, 9), new("small", "b", 0, 1)], "large", "a"));
        Assert.True(FairShare.IsPlaceWanted([new("large", "a", 1, 9), new("small", "b", 0, 1)], "large", "a"));
        Assert.True(FairShare.IsPlaceWanted([new("large", "a", 2, 9), new("large", "b", 0, 1)], "large", "a"));
        Assert.False(FairShare.IsPlaceWanted([new("large", "a", 2, 9)], "large", "a"));
        Assert.False(FairShare.IsPlaceWanted([new("large", "a", 2, 9), new("small", "b", 0, 0)], "large", "a"));
        Assert.False(FairShare.IsPlaceWanted([new("large", "a", 1, 9), new("small", "b", 1, 7)], "large", "a"));
        Assert.False(FairShare.IsPlaceWanted([new("large", "a", 1, 9), new("large", "c", 1, 9), new("small", "b", 2, 1)], "large", "a"));
    }

    [Fact]
    public void There_are_no_more_places_than_jobs() =>
        Assert.Equal(2, FairShare.Of([new("o", "a", 3, 2), new("p", "b", 3, 0)], 10, _lots).Count());
}
