! MESA's hook for the energy lost to neutrinos: what it computes itself, and what a magnetic moment adds.
module moment_hook
   use const_def, only: dp
   use neu_def
   implicit none
contains

   subroutine neu_with_moment(id, k, T, log10_T, Rho, log10_Rho, abar, zbar, log10_Tlim, flags, loss, sources, ierr)
      use neu_lib, only: neu_get
      use star_lib
      use plasmon_table, only: moment_loss
      integer, intent(in) :: id, k
      real(dp), intent(in) :: T, log10_T, Rho, log10_Rho, abar, zbar, log10_Tlim
      logical, intent(in out) :: flags(num_neu_types)
      real(dp), intent(in out) :: loss(num_neu_rvs), sources(num_neu_types, num_neu_rvs)
      integer, intent(out) :: ierr
      type(star_info), pointer :: s
      real(dp) :: extra, dT, dRho, dYe
      call star_ptr(id, s, ierr)
      if (ierr /= 0) return
      call neu_get(T, log10_T, Rho, log10_Rho, abar, zbar, log10_Tlim, flags, loss, sources, ierr)
      if (ierr /= 0 .or. log10_T < log10_Tlim) return                  ! MESA counts no neutrinos below its limit
      call moment_loss(Rho, zbar/abar, T, s%x_ctrl(1), extra, dT, dRho, ierr)   ! moment in 1e-12 mu_B
      if (ierr /= 0) return                                            ! outside the table
      dYe = (Rho*dRho + extra)*abar/zbar                               ! the loss depends on Rho*Ye
      loss(ineu) = loss(ineu) + extra
      loss(idneu_dT) = loss(idneu_dT) + dT
      loss(idneu_dRho) = loss(idneu_dRho) + dRho
      loss(idneu_dabar) = loss(idneu_dabar) - dYe*zbar/abar**2
      loss(idneu_dzbar) = loss(idneu_dzbar) + dYe/abar
   end subroutine neu_with_moment

end module moment_hook
