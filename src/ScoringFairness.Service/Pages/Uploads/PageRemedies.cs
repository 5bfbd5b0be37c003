namespace ScoringFairness.Service.Pages.Uploads;

/// <summary>What the interface says of rows, with the fields of the page in the place of its parameters.</summary>
public static class PageRemedies
{
    private static readonly (string OfInterface, string OfPage)[] Words =
    [
        ("(decimal=comma in the query takes 2,5)", "(with comma chosen under Before decimals, 2,5)"),
        ("send what the student wrote (noText=true takes responses without)", "tick “Take responses without texts”"),
        ("send it, or item= in the query for all rows", "correct it, or name one item for all rows under Item"),
        ("send it, or name the one that holds it in the query, as in text=essay", "say which column holds it"),
        ("send it, or name the one that holds it in the query, as in group=gender", "say which column holds it"),
        ("create it with PUT /v1/items, or send createItems=true with scaleMin and scaleMax",
            "to have it made, fill in the lowest and highest score of its scale"),
        ("needs the scale: send scaleMin and scaleMax, for example scaleMin=0&scaleMax=3", "needs the scale: fill in its lowest and highest score"),
        ("send scaleMin, scaleMax and scaleStep, or correct", "fill in lowest score, highest score and step, or correct"),
        ("Send scaleMin, scaleMax and scaleStep", "Fill in lowest score, highest score and step"),
        ("scaleMin and scaleMax go together", "Lowest and highest score go together; fill in both"),
        ("name it: notMissing=", "write under Words that are no missing value: "),
        ("or name it in levels", "or name it under Words for the levels"),
        ("levels names", "Words for the levels names"),
        ("send it with its human score to POST /v1/responses first", "upload it first, among graded responses, with its human score"),
    ];

    /// <summary>The fields of the page whose messages begin with what they do.</summary>
    private static readonly Dictionary<string, string> Labels = new()
    {
        ["decimal"] = "Before decimals",
        ["encoding"] = "Encoding",
        ["delimiter"] = "Between fields",
        ["levels"] = "Words for the levels",
        ["missing"] = "Words for a missing value",
        ["notMissing"] = "Words that are no missing value",
        ["percent"] = "Scores as shares of the best one",
        ["scaleStep"] = "Step",
        ["item"] = "Item",
        ["scorer"] = "Scorer",
    };

    /// <summary>A message about a field for people, where the field does not stand beside it.</summary>
    public static string Of(string field, string message) =>
        message is [>= 'a' and <= 'z', ..] && Labels.TryGetValue(field, out var label) ? $"{label} {Of(message)}" : Of(message);

    /// <summary>A message for people.</summary>
    public static string Of(string message) => Words.Aggregate(message, (said, word) => said.Replace(word.OfInterface, word.OfPage, StringComparison.Ordinal));
}
