namespace ScoringFairness.Service.Reports;

/// <summary>A provision that asks for evidence of the kind that an audit gives.</summary>
/// <param name="Provision">Where it stands.</param>
/// <param name="Asks">What it asks for, in short.</param>
/// <param name="Sections">The anchors of the report's sections that bear on it.</param>
/// <param name="Stands">What stands there.</param>
/// <param name="Lacks">What the audit does not say.</param>
internal sealed record Evidence(string Provision, string Asks, IReadOnlyList<string> Sections, string Stands, string Lacks);

/// <summary>Which section of a report bears on which provision: a help for finding evidence, never a statement that a duty is met.</summary>
internal static class EvidenceMap
{
    private const string Act = "Regulation (EU) 2024/1689 (AI Act)";
    private const string Standards = "Standards for Educational and Psychological Testing (AERA, APA, NCME 2014)";

    public static IReadOnlyList<Evidence> All { get; } =
    [
        new($"{Act}, Annex III, point 3(b)", "Names systems that evaluate learning outcomes among those of high risk.", ["who", "reproduce"],
            "Which scorer was audited on which items, for which groups, in which version, on data of which digest.",
            "Whether a system falls under the point, and how it is used."),
        new($"{Act}, Article 10(2)(f)", "Examination of data sets for possible biases.", ["answers", "contrasts", "means", "rates", "agreement"],
            "Differences between groups in accuracy, in the mean score gap and in scores at equal human score, each with interval, test and verdict; "
            + "regressions of errors on groups and differential functioning.",
            "Biases in the human scores themselves: they are the yardstick. Attributes that were not reported."),
        new($"{Act}, Article 10(2)(g)", "Measures to detect, prevent and mitigate such biases.",
            ["answers", "study", "contrasts", "causes", "remedies"],
            "Detection by stated tolerances, repeated by schedules and enforced by gates; the same scorer trained on all groups, on as few of all, and on one.",
            "Which measure was taken after a finding."),
        new($"{Act}, Article 10(3)", "Data that are relevant, representative, as free of errors and complete as can be, for the groups concerned.",
            ["who", "warnings", "distributions", "power"],
            "Responses by item, group and score, and those without a group; repeated texts, scores off the scale, levels that a group lacks; how large a "
            + "difference these numbers could have shown.",
            "Whether the responses represent those whom the scorer will meet."),
        new($"{Act}, Article 15", "An appropriate level of accuracy, and its declaration; robustness.", ["study", "agreement", "confusion"],
            "Accuracy, QWK, correlation, error and, with second ratings, agreement beside that of two humans, overall and by group, with intervals; "
            + "where an audit is repeated, the spread between repeats.",
            "Robustness against faults and attacks, and cybersecurity."),
        new($"{Standards}, chapter 3, standards 3.3 and 3.6", "Relevant subgroups in studies of validity; evidence where scores may differ in meaning.",
            ["who", "contrasts", "agreement"],
            "Every figure by group, contrasts with intervals, differential functioning at equal human score, groups too small named.",
            "Validity of the human scores for their use."),
        new($"{Standards}, chapter 3, standard 3.8", "For scored constructed responses, evidence by relevant subgroup.",
            ["study", "means", "rates", "confusion"],
            "Agreement of machine and human by group, the machine's mean and rates at each human score.",
            "How human raters were trained and monitored."),
        new("NIST AI Risk Management Framework 1.0, MEASURE 2.11", "Fairness and bias are evaluated and the results documented.",
            ["answers", "contrasts", "method", "reproduce"],
            "The evaluation, its definitions and signs, its uncertainty, its limits, and what repeats it bit for bit.",
            "The MAP function: which harms to whom were thought of."),
    ];
}
