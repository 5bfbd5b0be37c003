using CsCheck;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Planning.CrossFitting;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Tests.Audits;

/// <summary>Cross-fitting on random data: who is trained on, and who is not.</summary>
public sealed class CrossFittingTests
{
    private static readonly string[] Groups = ["male", "female"];

    private static readonly Gen<(PlannedResponse[] Responses, int[] Students, string[] Texts, int Folds, ulong Seed)> Studies =
        from n in Gen.Int[40, 160]
        from students in Gen.Int[0, 120].Array[n]
        from texts in Gen.Int[0, 300].Select(text => $"text {text}").Array[n]
        from groups in Gen.OneOfConst("male", "female", null).Array[n]
        from levels in Gen.Int[0, 3].Array[n]
        from folds in Gen.Int[2, 5]
        from seed in Gen.ULong
        let clusters = Clusters.Of(students, texts)
        select (Enumerable.Range(0, n).Select(at => new PlannedResponse
        {
            ResponseNo = at,
            ResponseId = $"r{at}",
            StudentNo = students[at],
            Group = groups[at],
            HumanLevel = levels[at],
            ClusterNo = clusters[at],
        }).ToArray(), students, texts, folds, seed);

    [Fact]
    public void No_student_and_no_text_ever_stands_on_both_sides() => Studies.Sample(
        study =>
        {
            var folds = StratifiedParts.Deal(study.Responses, study.Folds, study.Seed);
            foreach (var split in Splits())
            {
                for (var fold = 0; fold < study.Folds; fold++)
                {
                    var sets = TrainingSets.Of(study.Responses, folds, fold, split, Groups, study.Seed);
                    var seen = sets.Training.Concat(sets.Validation).Select(response => response.ResponseNo).ToHashSet();
                    Assert.All(sets.HeldOut, response =>
                    {
                        Assert.DoesNotContain(seen, other => study.Students[other] == study.Students[response.ResponseNo]);
                        Assert.DoesNotContain(seen, other => study.Texts[other] == study.Texts[response.ResponseNo]);
                    });
                    Assert.Empty(sets.Training.Select(Student).Intersect(sets.Validation.Select(Student)));
                    int Student(PlannedResponse response) => study.Students[response.ResponseNo];
                }
            }
        },
        iter: 40, seed: "0000Koq2FmW2");

    [Fact]
    public void Every_split_scores_each_response_exactly_once_in_the_same_fold() => Studies.Sample(
        study =>
        {
            var folds = StratifiedParts.Deal(study.Responses, study.Folds, study.Seed);
            foreach (var split in Splits())
            {
                var scored = Enumerable.Range(0, study.Folds)
                    .SelectMany(fold => TrainingSets.Of(study.Responses, folds, fold, split, Groups, study.Seed).HeldOut
                        .Select(response => (response.ResponseNo, fold)))
                    .OrderBy(one => one.ResponseNo);
                Assert.Equal(folds.Select((fold, at) => (at, fold)), scored);
            }
        },
        iter: 40, seed: "0000Koq2FmW2");

    [Fact]
    public void A_split_trains_on_its_group_alone_and_the_matched_one_on_as_many_as_the_smallest() => Studies.Sample(
        study =>
        {
            var folds = StratifiedParts.Deal(study.Responses, study.Folds, study.Seed);
            for (var fold = 0; fold < study.Folds; fold++)
            {
                PlannedResponse[] Trained(string split)
                {
                    var sets = TrainingSets.Of(study.Responses, folds, fold, new TrainingSplit(split), Groups, study.Seed);
                    return [.. sets.Training, .. sets.Validation];
                }

                var mixed = Trained(TrainingSplit.Mixed);
                var only = Groups.Select(group => Trained(TrainingSplit.Only(group))).ToArray();
                Assert.All(Groups.Zip(only), one => Assert.All(one.Second, response => Assert.Equal(one.First, response.Group)));
                Assert.Equal(study.Responses.Length, mixed.Length + folds.Count(other => other == fold));
                var matched = Trained(TrainingSplit.MixedMatched);
                Assert.Equal(only.Min(group => group.Length), matched.Length);
                Assert.Empty(matched.Except(mixed));
                foreach (var stratum in mixed.GroupBy(response => (response.Group, response.HumanLevel)))
                {
                    var expected = (double)matched.Length * stratum.Count() / mixed.Length;
                    Assert.InRange(matched.Count(response => (response.Group, response.HumanLevel) == stratum.Key), expected - 1, expected + 1);
                }
            }
        },
        iter: 40, seed: "0000Koq2FmW2");

    [Fact]
    public void Folds_are_alike_in_group_and_level_where_every_response_stands_alone()
    {
        var responses = Enumerable.Range(0, 600).Select(at => new PlannedResponse
        {
            ResponseNo = at,
            ResponseId = $"r{at}",
            StudentNo = at,
            Group = at % 3 == 0 ? "male" : "female",
            HumanLevel = at % 4,
            ClusterNo = at,
        }).ToArray();
        var folds = StratifiedParts.Deal(responses, 3, seed: 5);
        foreach (var stratum in responses.GroupBy(response => (response.Group, response.HumanLevel)))
        {
            var counts = stratum.GroupBy(response => folds[response.ResponseNo]).Select(fold => fold.Count()).ToList();
            Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        }
        Assert.Equal(folds, StratifiedParts.Deal(responses, 3, seed: 5));
        Assert.NotEqual(folds, StratifiedParts.Deal(responses, 3, seed: 6));
    }

    private static IEnumerable<TrainingSplit> Splits() =>
        [new(TrainingSplit.Mixed), new(TrainingSplit.MixedMatched), .. Groups.Select(group => new TrainingSplit(TrainingSplit.Only(group)))];
}
