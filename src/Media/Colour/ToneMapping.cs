namespace FrameRing.Media.Colour;

/// <summary>What is done with colours that a usual screen cannot show.</summary>
public enum ToneMapping
{
    /// <summary>High dynamic range (PQ, HLG) is mapped to the usual one, and wide gamuts (BT.2020, P3) to BT.709.</summary>
    Auto,

    /// <summary>Nothing: code values stay what they are.</summary>
    Off,
}
