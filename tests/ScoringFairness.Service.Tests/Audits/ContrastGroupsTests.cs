using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Planning;

namespace ScoringFairness.Service.Tests.Audits;

/// <summary>Which groups are contrasted.</summary>
public sealed class ContrastGroupsTests
{
    private static readonly IReadOnlyList<string> Labels = ContrastGroups.LargestFirst([("x", 5), ("Female", 90), ("Male", 80), ("female", 5)]);

    [Theory]
    [InlineData(null, null, null, "Female", "Male,female,x")]
    [InlineData(null, null, "male", "Male", "Female,female,x")]
    [InlineData("MALE", "FEMALE", null, "Male", "Female")]
    [InlineData("female", null, null, "female", "Female,Male,x")]
    [InlineData(null, "Male", "male", "Female", "Male")]
    [InlineData("x", "Male", "male", "x", "Male")]
    public void The_reference_is_the_one_asked_for_else_the_policys_else_the_largest(
        string? reference, string? focal, string? preferred, string expected, string contrasted)
    {
        var errors = new Refusals();
        var groups = ContrastGroups.Of(Labels, reference, focal, preferred, errors);
        Assert.Empty(errors.ByField);
        Assert.Equal((expected, contrasted), (groups.Reference, string.Join(',', groups.Focal)));
        Assert.Equal(Labels.Where(label => label != expected), groups.Others);
    }

    [Theory]
    [InlineData("martian", null, "reference")]
    [InlineData(null, "martian", "focal")]
    [InlineData("male", "Male", "focal")]
    public void A_group_that_is_not_there_or_is_both_is_refused(string? reference, string? focal, string field)
    {
        var errors = new Refusals();
        ContrastGroups.Of(Labels, reference, focal, null, errors);
        Assert.Equal([field], errors.ByField.Keys);
    }
}
