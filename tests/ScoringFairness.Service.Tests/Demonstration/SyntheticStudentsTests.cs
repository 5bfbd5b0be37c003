using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ScoringFairness.Service.Demonstration;

namespace ScoringFairness.Service.Tests.Demonstration;

public sealed class SyntheticStudentsTests
{
    [Fact]
    public void The_demonstration_data_are_the_same_on_every_machine()
    {
        var data = JsonSerializer.Serialize(new SyntheticStudents().Responses(DemonstrationItems.All));
        Assert.Equal("9803d1f6977f4c1422b09a646df444a9f71a31393e64c806b846f6e844f1d1b3", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data))));
    }

    [Fact]
    public void They_have_the_shape_that_the_demonstration_promises()
    {
        var responses = new SyntheticStudents().Responses(DemonstrationItems.All).ToList();
        double Mean(string gender) => responses.Where(one => one.Groups.GetValueOrDefault("gender") == gender).Average(one => one.HumanScore);
        Assert.InRange(Mean("male") - Mean("female"), -0.25, -0.02);
        Assert.Equal(6, responses.Select(one => one.ItemId).Distinct().Count());
        Assert.All(responses.GroupBy(one => one.ItemId), item =>
        {
            Assert.Equal([0, 1, 2, 3], item.Select(one => one.HumanScore).Distinct().Order());
            Assert.Equal(DemonstrationItems.All.Single(one => one.ItemId == item.Key).Female, item.Count(one => one.Groups.GetValueOrDefault("gender") == "female"));
            Assert.InRange(item.Count(one => one.Groups.Count == 0), 5, 60);
            Assert.InRange(item.Count(one => one.FurtherScores.Count > 0) / (double)item.Count(), 0.15, 0.35);
        });
        Assert.InRange(responses.GroupBy(one => one.StudentId).Average(student => student.Count()), 3, 6);
    }
}
