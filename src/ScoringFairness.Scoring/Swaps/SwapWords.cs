namespace ScoringFairness.Scoring.Swaps;

/// <summary>Two words that stand for each other: of a list of gendered words, a man's and a woman's.</summary>
/// <param name="First">The first, in lower case.</param>
/// <param name="Second">The second, in lower case.</param>
public sealed record WordPair(string First, string Second);

/// <summary>The project's own lists of gendered words, men's first.</summary>
/// <remarks>
/// Left out on purpose: Miss and miss, guy, host, and whatever else is as often something else. Who needs them sends a list.
/// </remarks>
public static class SwapWords
{
    /// <summary>Told with every figure made of the lists; it changes whenever they do.</summary>
    public const string Version = "1";

    /// <summary>Pronouns, people, kin and titles.</summary>
    public static IReadOnlyList<WordPair> Words { get; } = Pairs(
        """
        he she; him her; his her; his hers; himself herself
        man woman; men women; boy girl; boys girls; gentleman lady; gentlemen ladies; male female; males females
        father mother; fathers mothers; dad mom; dads moms; daddy mommy; papa mama; son daughter; sons daughters; brother sister; brothers sisters
        uncle aunt; uncles aunts; nephew niece; nephews nieces; grandfather grandmother; grandfathers grandmothers; grandpa grandma
        grandson granddaughter; grandsons granddaughters; husband wife; husbands wives; boyfriend girlfriend; boyfriends girlfriends
        stepfather stepmother; stepbrother stepsister; godfather godmother; groom bride; widower widow
        mr mrs; sir madam; king queen; kings queens; prince princess; princes princesses; actor actress; actors actresses; waiter waitress
        hero heroine; heroes heroines; policeman policewoman; policemen policewomen; businessman businesswoman; businessmen businesswomen
        schoolboy schoolgirl; schoolboys schoolgirls; fatherhood motherhood; brotherhood sisterhood; boyhood girlhood
        """);

    /// <summary>Given names that are common in the United States, for those who ask for them.</summary>
    public static IReadOnlyList<WordPair> Names { get; } = Pairs(
        """
        james mary; john jennifer; robert patricia; michael linda; david elizabeth; william barbara; richard susan; joseph jessica; thomas sarah
        christopher karen; daniel lisa; matthew nancy; anthony sandra; steven ashley; paul emily; andrew kimberly; kevin michelle; brian amanda
        jose maria; juan ana; luis carmen; carlos rosa
        """);

    private static readonly Lazy<WordSwap[]> Both = new(() => [new(Words), new([.. Words, .. Names])]);

    /// <summary>The forms that a text may have been scored in: its words swapped by these lists, with names and without.</summary>
    /// <remarks>What was answered about them is forgotten with the text, so a list that was in use stays here when another takes its place.</remarks>
    public static IEnumerable<string> Versions(string text) =>
        Both.Value.SelectMany(swap => Enum.GetValues<SwapDirection>().Select(direction => swap.Swap(text, direction))).OfType<string>().Distinct();

    private static List<WordPair> Pairs(string lists) =>
    [
        .. lists.Split(['\n', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split(' '))
            .Select(pair => new WordPair(pair[0], pair[1])),
    ];
}
