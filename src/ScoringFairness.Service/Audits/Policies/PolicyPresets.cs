using ScoringFairness.Service.Host.Api;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Audits.Policies;

/// <summary>The presets that there are.</summary>
internal static class PolicyPresets
{
    private const double Customary = 0.7;

    /// <summary>The rules of the study that this program's design follows.</summary>
    public static PolicyPreset Paper { get; } = new()
    {
        Name = "paper",
        Title = "Latif, Zhai, Liu: gender bias, disparities and fairness",
        Source = "E. Latif, X. Zhai, L. Liu, AI Gender Bias, Disparities, and Fairness: Does Training Data Matter?, arXiv 2312.10833, revision 4 (2025)",
        Url = "https://arxiv.org/abs/2312.10833",
        Rules =
        [
            new(DisparityMeasures.MeanScoreGap.Code, Bound.Tolerance, 0.2, "|MSG| < 0.2",
                "Mean score of the reference group less that of the focal group, of the machine, in points of the scale; the whole interval inside ±0.2."),
            new(FairnessMeasures.EqualizedOdds.Code, Bound.Tolerance, 0.01, "EO < 0.01",
                "Mean over scores of (|ΔTPR| + |ΔFPR|) / 2, one score against the rest; the whole interval below 0.01."),
        ],
        Note = "Of accuracy the paper asks only that a paired t test over items gives p > .05, which is no tolerance: it has none here. The rule of the gap "
            + "depends on the scale. The paper's own six values of equalized odds, .042 to .107, all miss its rule, and sets of a few thousand responses "
            + "cannot show that it is kept.",
    };

    /// <summary>The flags that are customary at ETS.</summary>
    public static PolicyPreset Ets { get; } = new()
    {
        Name = "ets",
        Title = "ETS: the flags of RSMTool and of Williamson, Xi, Breyer",
        Source = "D. M. Williamson, X. Xi, F. J. Breyer, A Framework for Evaluation and Use of Automated Scoring, Educational Measurement: Issues and "
            + "Practice 31(1), 2–13 (2012); RSMTool's reports highlight by the same values",
        Url = "https://doi.org/10.1111/j.1745-3992.2011.00223.x",
        Rules =
        [
            new(AgreementMeasures.Qwk.Code, Bound.Minimum, Customary, "QWK of at least .70",
                "Quadratic weighted kappa of the machine score as it is, divisor N."),
            new(AgreementMeasures.Correlation.Code, Bound.Minimum, Customary, "r of at least .70", "Pearson's r."),
            new("degradationQwk", Bound.Minimum, -0.1, "human–machine at most .10 below human–human",
                "QWK of machine and human less that of two humans, where some responses are rated twice."),
            new("degradationCorrelation", Bound.Minimum, -0.1, "human–machine at most .10 below human–human", "The same of r."),
            new(AgreementMeasures.Smd.Code, Bound.Tolerance, 0.15, "|SMD| of at most .15 over all responses",
                "Machine mean less human mean, in standard deviations of the human scores."),
            new(AgreementMeasures.Dsm.Code, Bound.Tolerance, 0.1, "|SMD| of at most .10 by group, in RSMTool's reports by group |DSM| of at most .10",
                "Mean over the group of z(machine) − z(human), each standardized over all responses."),
        ],
        Note = "The source flags point estimates; here the whole interval must keep to the value. SMD by group is held to .15 as over all responses, and the "
            + "stricter .10 by group is DSM's, as in RSMTool. A flag asks for a closer look; it is no verdict on a scorer.",
    };

    /// <summary>The criteria of the NAEP challenge of 2023.</summary>
    public static PolicyPreset Naep { get; } = new()
    {
        Name = "naep",
        Title = "NAEP Math Automated Scoring Challenge, 2023",
        Source = "National Center for Education Statistics, NAEP Math Automated Scoring Challenge, Evaluation Criteria (Part 2) and Appendix A",
        Url = "https://github.com/NAEP-AS-Challenge/math-prediction",
        Rules =
        [
            new("degradationQwk", Bound.Minimum, -0.05, "model–human QWK within 0.05 of the human inter-rater reliability of the item",
                "QWK of machine and human less that of two humans, where some responses are rated twice."),
            new(AgreementMeasures.Smd.Code, Bound.Tolerance, 0.1, "SMD in scores by student demographics less than 0.10",
                "Machine mean less human mean within the group, in standard deviations of the group's human scores."),
        ],
        Note = "Appendix A prints (mean A − mean B) ÷ ((n_A − 1) s_A² + (n_B − 1) s_B²) / (n_A + n_B − 2): it divides by the pooled variance, without the "
            + "root that a standardized difference has, so that its value would change with the scale. The form here divides by a standard deviation, that of "
            + "the human scores, and A and B are machine and human of one group. The challenge judged items one by one and point estimates; here the "
            + "rows of each item are judged too, by their intervals.",
    };

    /// <summary>The form of New York City's Local Law 144, with the four-fifths rule.</summary>
    public static PolicyPreset LocalLaw144 { get; } = new()
    {
        Name = "ll144",
        Title = "New York City Local Law 144, in its form",
        Source = "New York City Local Law 144 of 2021; Rules of the City of New York, title 6, §§ 5-300 and 5-301(c), (d); four-fifths rule: 29 CFR 1607.4(D)",
        Url = "https://rules.cityofnewyork.us/rule/automated-employment-decision-tools-updated/",
        Rules =
        [
            new("impactRatio", Bound.Minimum, 0.8, "impact ratio: scoring rate of a category ÷ that of the category with the highest; no threshold is set",
                "Share of the group above the median machine score of all, over the largest such share of a group; real-valued scores "
                + "count as the score of the scale that they are brought onto."),
        ],
        MinGroupShare = 0.02,
        Note = "The law asks that the ratios be published and sets no threshold: .8 is the four-fifths rule of the Uniform Guidelines. It is about tools for "
            + "hiring and promotion, and only its form is taken here. Groups below 2 % of the responses are counted and left out, as § 5-301(d) lets an "
            + "auditor do. On a scale of few scores many tie with the median, and a tie is not above it.",
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PolicyPreset> All { get; } = [Paper, Ets, Naep, LocalLaw144];

    /// <summary>The preset of a name; null for none, and for a name that there is not.</summary>
    public static PolicyPreset? Find(string? name) => All.FirstOrDefault(preset => preset.Name == name);

    /// <summary>Adds what is wrong with the name of a preset.</summary>
    public static void Check(string? name, Refusals errors) => errors.Unless(
        name is null || Find(name) is not null, "preset", $"There is no preset '{name}'; there are {string.Join(", ", All.Select(preset => preset.Name))}.");
}
