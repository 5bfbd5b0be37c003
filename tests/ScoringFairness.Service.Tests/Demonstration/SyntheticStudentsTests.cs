using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ScoringFairness.Service.Demonstration;

namespace ScoringFairness.Service.Tests.Demonstration;

public sealed class SyntheticStudentsTests
{
    [Fact]
    public void The_demonstration_data_are_the_same_on_every_machine()
    {
        var lines = new SyntheticStudents().Responses(DemonstrationItems.All).Select(response => string.Create(
            CultureInfo.InvariantCulture,
            $"{response.ItemId}|{response.ResponseId}|{response.StudentId}|{response.Text}|{response.HumanScore}|{string.Join(';', response.FurtherScores)}|"
            + $"{string.Join(';', response.Groups)}|{response.Cohort}"));
        Assert.Equal(
            "4c9e142ef5e4654789f0b3f0ad1073acf018ad0fe719548bf78d39eebf0672c4",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines)))));
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
            Assert.Equal(
                DemonstrationItems.All.Single(one => one.ItemId == item.Key).Female,
                item.Count(one => one.Groups.GetValueOrDefault("gender") == "female"));
            Assert.InRange(item.Count(one => one.Groups.Count == 0), 5, 60);
            Assert.InRange(item.Count(one => one.FurtherScores.Count > 0) / (double)item.Count(), 0.15, 0.35);
        });
        Assert.InRange(responses.GroupBy(one => one.StudentId).Average(student => student.Count()), 3, 6);
    }
}
