namespace ScoringFairness.Service.Demonstration;

/// <summary>
/// Six short-answer science items, levels 0 to 3. The numbers of male and female responses stand in the proportions of
/// Table 1 of Latif, Zhai and Liu (arXiv 2312.10833), scaled to three in ten; wording and students are invented.
/// </summary>
internal static class DemonstrationItems
{
    public static IReadOnlyList<DemonstrationItem> All { get; } =
    [
        new()
        {
            ItemId = "falling-weights",
            Prompt = "A heavy and a light ball are dropped together from a tower. Which lands first, and why?",
            Male = 129,
            Female = 179,
            Ideas =
            [
                new(["they land at the same time", "both hit the ground together", "it is a tie"],
                    ["I would say that the two balls reach the ground at the same moment", "neither of them wins, since they arrive together"]),
                new(["gravity accelerates both equally", "same acceleration", "g is equal for both"],
                    ["because gravity gives every object the same acceleration", "since the acceleration of gravity does not depend on the object"]),
                new(["mass does not matter", "weight cancels out", "heavier has more inertia too"],
                    ["the bigger force on the heavy ball is balanced by its bigger inertia", "how much mass a ball has makes no difference to its fall"]),
            ],
            Misconceptions = ["the heavy one is faster", "the light ball floats longer", "gravity pulls the heavy ball harder so it wins"],
        },
        new()
        {
            ItemId = "gelatin",
            Prompt = "Gelatin powder is stirred into hot and into cold water. What happens in each glass, and why?",
            Male = 129,
            Female = 179,
            Ideas =
            [
                new(["it dissolves in hot water", "hot glass: powder disappears", "hot mixes, cold stays lumpy"],
                    ["in the hot glass the powder dissolves completely", "the gelatin spreads through the hot water while it clumps in the cold"]),
                new(["hot particles move faster", "more kinetic energy", "molecules speed up"],
                    ["this is because the particles of hot water move with more energy", "the molecules in the warmer glass are moving much faster"]),
                new(["collisions pull the powder apart", "water hits the grains more", "bonds between grains break"],
                    ["their collisions break the grains of gelatin into single molecules", "the water molecules strike the powder more often and separate it"]),
            ],
            Misconceptions = ["the powder melts like ice", "cold water is too thick", "heat makes the gelatin vanish"],
        },
        new()
        {
            ItemId = "bathtub",
            Prompt = "When you sit down in a full bathtub water spills. Explain what decides how much.",
            Male = 137,
            Female = 169,
            Ideas =
            [
                new(["body takes the water's place", "water is displaced", "you push water out"],
                    ["the body takes up space that the water had before", "when you sit down you displace some of the water"]),
                new(["same volume as the body under water", "spilled volume equals yours", "volume in is volume out"],
                    ["the water that spills has the same volume as the part of you that is under water", "exactly as much volume leaves as goes in"]),
                new(["weight does not decide", "not mass but size", "a dense stone spills less than its weight suggests"],
                    ["it depends on how big you are and not on how heavy you are", "two bodies of equal size spill equal water whatever their weights"]),
            ],
            Misconceptions = ["heavier people make more waves", "the water gets squeezed", "hot water expands and runs over"],
        },
        new()
        {
            ItemId = "sandwater-1",
            Prompt = "Sand and water stand in the sun for an hour. Which gets warmer, and why?",
            Male = 137,
            Female = 169,
            Ideas =
            [
                new(["sand gets hotter", "the sand is warmer", "sand wins"],
                    ["after an hour the sand will be clearly warmer than the water", "you would burn your feet on the sand but not in the water"]),
                new(["water has a higher specific heat", "water needs more energy per degree", "low heat capacity of sand"],
                    ["because water needs much more energy to warm by one degree", "the specific heat capacity of sand is smaller than that of water"]),
                new(["both get the same sunlight", "equal energy arrives", "same sun for both"],
                    ["although the sun gives the same amount of energy to both of them", "even though they receive equal energy in that hour"]),
            ],
            Misconceptions = ["water is wet so it stays cold", "sand is darker and that is all", "the sun shines more on the sand"],
        },
        new()
        {
            ItemId = "sandwater-2",
            Prompt = "At night the same sand and water cool down. Which cools faster, and what does that tell about wind at a beach?",
            Male = 137,
            Female = 169,
            Ideas =
            [
                new(["sand cools faster", "the sand is cold first", "water stays warm longer"],
                    ["during the night the sand loses its warmth more quickly", "the water keeps its temperature for longer than the sand does"]),
                new(["warm air rises over the water", "air above the sea goes up", "rising air at sea"],
                    ["the air above the warmer water becomes lighter and rises", "over the sea the air is heated from below and moves upward"]),
                new(["wind blows from land to sea", "air flows off the beach", "land breeze"],
                    ["so cooler air flows from the land toward the water as a breeze", "at night the wind therefore comes from the land and goes to the sea"]),
            ],
            Misconceptions = ["wind always comes from the sea", "the moon pulls the air", "sand stores the heat all night"],
        },
        new()
        {
            ItemId = "two-boiling-situations",
            Prompt = "One pot boils gently, one boils hard. In which do potatoes cook faster, and why?",
            Male = 136,
            Female = 168,
            Ideas =
            [
                new(["same time in both", "no difference", "potatoes cook equally fast"],
                    ["the potatoes need the same time in either of the pots", "there is no difference in how quickly they are done"]),
                new(["boiling water stays at 100 degrees", "temperature is equal", "it cannot get hotter than boiling"],
                    ["because boiling water has the same temperature however hard it boils", "the water in both pots remains at its boiling point"]),
                new(["extra heat only makes steam", "energy goes into evaporation", "more vapor, not more heat"],
                    ["the additional energy only turns more of the water into steam", "a bigger flame just evaporates water faster without warming it"]),
            ],
            Misconceptions = ["more bubbles means hotter", "the hard boil pushes heat into them", "a bigger flame cooks everything faster"],
        },
    ];
}
