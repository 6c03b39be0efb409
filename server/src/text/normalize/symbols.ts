/** How a sign is said that stands for itself. What is not here is silent. */
export const symbolWords: ReadonlyMap<string, readonly string[]> = new Map(
  (
    '&:and,+:plus,=:equals,%:percent,§:section,§§:sections,©:copyright,®:registered,™:trademark,°:degrees,×:times,÷:divided by,' +
    '±:plus or minus,≠:is not equal to,≈:is about,≤:is at most,≥:is at least,√:square root of,∞:infinity,' +
    '∑:sum of,∆:delta,∂:partial,∫:integral of,∈:in,¬:not,∧:and,∨:or,№:number,' +
    '→:to,⇒:implies,⟶:to,➔:to,➜:to,->:to,=>:to,-->:to,==>:to,←:from,<-:from,↔:and,<->:and,⇔:if and only if,' +
    '↑:up,↓:down,==:equals,!=:is not equal to,<=:is at most,>=:is at least,===:equals,!==:is not equal to,' +
    '&&:and,||:or,++:plus plus,+=:plus equals,-=:minus equals,€:euros,£:pounds,$:dollars,¥:yen,¢:cents,@:at,' +
    '½:one half,¼:one quarter,¾:three quarters,⅓:one third,⅔:two thirds,µ:micro,' +
    'α:alpha,β:beta,γ:gamma,δ:delta,ε:epsilon,ζ:zeta,η:eta,θ:theta,κ:kappa,λ:lambda,μ:mu,ν:nu,ξ:xi,π:pi,ρ:rho,σ:sigma,' +
    'τ:tau,φ:phi,χ:chi,ψ:psi,ω:omega,Δ:delta,Σ:sigma,Ω:omega,Π:pi,Φ:phi,Ψ:psi,Θ:theta,Λ:lambda,Γ:gamma'
  )
    .split(',')
    .map((entry) => {
      const split = entry.lastIndexOf(':');
      return [entry.slice(0, split), entry.slice(split + 1).split(' ')];
    }),
);
